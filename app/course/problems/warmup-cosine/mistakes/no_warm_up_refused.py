"""Your code fails where warmup_steps is 0, because something is divided by it. Ask first if step < warmup_steps: then
it is not 0.
"""

import math


def warmup_cosine(step, peak_lr, warmup_steps, total_steps, init_lr=0.0, end_lr=0.0):
    line = init_lr + (peak_lr - init_lr) * step / warmup_steps
    if step < warmup_steps:
        return line
    share = min((step - warmup_steps) / (total_steps - warmup_steps), 1.0)
    return end_lr + (peak_lr - end_lr) * (1 + math.cos(math.pi * share)) / 2
