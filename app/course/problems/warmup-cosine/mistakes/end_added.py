"""Your cosine is as high as peak_lr and end_lr is added to it. The height of the cosine is peak_lr - end_lr."""

import math


def warmup_cosine(step, peak_lr, warmup_steps, total_steps, init_lr=0.0, end_lr=0.0):
    if step < warmup_steps:
        return init_lr + (peak_lr - init_lr) * step / warmup_steps
    share = min((step - warmup_steps) / (total_steps - warmup_steps), 1.0)
    return end_lr + peak_lr * (1 + math.cos(math.pi * share)) / 2
