"""Your learning rate begins at the peak. For step < warmup_steps it is on the line from init_lr to peak_lr."""

import math


def warmup_cosine(step, peak_lr, warmup_steps, total_steps, init_lr=0.0, end_lr=0.0):
    share = min(max((step - warmup_steps) / (total_steps - warmup_steps), 0.0), 1.0)
    return end_lr + (peak_lr - end_lr) * (1 + math.cos(math.pi * share)) / 2
