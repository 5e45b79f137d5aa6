"""Your rates are right to some decimals and then cut off: round() keeps places after the point, and a rate of 3e-4
needs them all. Return the number as it comes out."""

import math


def warmup_cosine(step, peak_lr, warmup_steps, total_steps, init_lr=0.0, end_lr=0.0):
    if step < warmup_steps:
        rate = init_lr + (peak_lr - init_lr) * step / warmup_steps
    else:
        share = min((step - warmup_steps) / (total_steps - warmup_steps), 1.0)
        rate = end_lr + (peak_lr - end_lr) * (1 + math.cos(math.pi * share)) / 2
    return round(rate, 6)
