"""Your warm-up begins at 0 whatever init_lr is. The line goes from init_lr to peak_lr."""

import math


def warmup_cosine(step, peak_lr, warmup_steps, total_steps, init_lr=0.0, end_lr=0.0):
    if step < warmup_steps:
        return peak_lr * step / warmup_steps
    share = min((step - warmup_steps) / (total_steps - warmup_steps), 1.0)
    return end_lr + (peak_lr - end_lr) * (1 + math.cos(math.pi * share)) / 2
