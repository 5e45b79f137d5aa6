"""The cosine as a squared sine of half the angle."""

from math import pi, sin


def warmup_cosine(step, peak_lr, warmup_steps, total_steps, init_lr=0.0, end_lr=0.0):
    if step >= total_steps:
        return end_lr
    if step >= warmup_steps:
        fallen = sin(pi / 2 * (step - warmup_steps) / (total_steps - warmup_steps)) ** 2
        return peak_lr - (peak_lr - end_lr) * fallen
    return peak_lr * (step / warmup_steps) + init_lr * (1 - step / warmup_steps)
