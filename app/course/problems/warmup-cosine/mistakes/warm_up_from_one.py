"""Your warm-up is one step ahead, (step + 1) / warmup_steps. Here steps count from 0, step 0 has init_lr itself, and
the peak is reached at step warmup_steps.
"""

import math


def warmup_cosine(step, peak_lr, warmup_steps, total_steps, init_lr=0.0, end_lr=0.0):
    if step < warmup_steps:
        return init_lr + (peak_lr - init_lr) * (step + 1) / warmup_steps
    share = min((step - warmup_steps) / (total_steps - warmup_steps), 1.0)
    return end_lr + (peak_lr - end_lr) * (1 + math.cos(math.pi * share)) / 2
