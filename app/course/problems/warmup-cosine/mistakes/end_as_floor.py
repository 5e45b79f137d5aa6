"""Your cosine falls to 0 and is cut off at end_lr. It should fall to end_lr smoothly: its height is peak_lr -
end_lr.
"""

import math


def warmup_cosine(step, peak_lr, warmup_steps, total_steps, init_lr=0.0, end_lr=0.0):
    if step < warmup_steps:
        return init_lr + (peak_lr - init_lr) * step / warmup_steps
    share = min((step - warmup_steps) / (total_steps - warmup_steps), 1.0)
    return max(end_lr, peak_lr * (1 + math.cos(math.pi * share)) / 2)
