"""Your cosine takes total_steps steps after the warm-up, and is cut off at total_steps, where it jumps to end_lr.
total_steps includes the warm-up, so that total_steps - warmup_steps are left.
"""

import math


def warmup_cosine(step, peak_lr, warmup_steps, total_steps, init_lr=0.0, end_lr=0.0):
    if step < warmup_steps:
        return init_lr + (peak_lr - init_lr) * step / warmup_steps
    if step >= total_steps:
        return end_lr
    share = min((step - warmup_steps) / total_steps, 1.0)
    return end_lr + (peak_lr - end_lr) * (1 + math.cos(math.pi * share)) / 2
