"""Your cosine covers a quarter of the wave, cos(pi / 2 * share). Half a wave is wanted, (1 + cos(pi * share)) / 2,
which is flat at both ends.
"""

import math


def warmup_cosine(step, peak_lr, warmup_steps, total_steps, init_lr=0.0, end_lr=0.0):
    if step < warmup_steps:
        return init_lr + (peak_lr - init_lr) * step / warmup_steps
    share = min((step - warmup_steps) / (total_steps - warmup_steps), 1.0)
    return end_lr + (peak_lr - end_lr) * math.cos(math.pi / 2 * share)
