"""Your rate never falls below a small number of your own. With end_lr = 0 the schedule ends at 0, and with init_lr = 0
it begins there."""

import math


def warmup_cosine(step, peak_lr, warmup_steps, total_steps, init_lr=0.0, end_lr=0.0):
    if step < warmup_steps:
        rate = init_lr + (peak_lr - init_lr) * step / warmup_steps
    else:
        share = min((step - warmup_steps) / (total_steps - warmup_steps), 1.0)
        rate = end_lr + (peak_lr - end_lr) * (1 + math.cos(math.pi * share)) / 2
    return max(rate, 1e-8)
