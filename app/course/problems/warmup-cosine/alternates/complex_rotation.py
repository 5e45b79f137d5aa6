"""A point turning on a circle: the learning rate is its real part."""

import cmath

import numpy as np


def warmup_cosine(step, peak_lr, warmup_steps, total_steps, init_lr=0.0, end_lr=0.0):
    left = warmup_steps - step
    if left > 0:
        return np.float64(peak_lr) - (peak_lr - init_lr) * left / warmup_steps
    turn = cmath.exp(1j * cmath.pi * min(1.0, -left / (total_steps - warmup_steps)))
    return np.float64(end_lr + (peak_lr - end_lr) * (turn.real + 1) * 0.5)
