"""Your cosine covers a whole wave: the learning rate is lowest half-way, comes back to the peak, and jumps to end_lr
at the end. Use pi * share without a 2.
"""

import math


def warmup_cosine(step, peak_lr, warmup_steps, total_steps, init_lr=0.0, end_lr=0.0):
    if step < warmup_steps:
        return init_lr + (peak_lr - init_lr) * step / warmup_steps
    if step >= total_steps:
        return end_lr
    share = min((step - warmup_steps) / (total_steps - warmup_steps), 1.0)
    return end_lr + (peak_lr - end_lr) * (1 + math.cos(2 * math.pi * share)) / 2
