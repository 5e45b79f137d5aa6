"""The line by np.interp, which also holds the ends."""

import numpy as np


def warmup_cosine(step, peak_lr, warmup_steps, total_steps, init_lr=0.0, end_lr=0.0):
    if warmup_steps > step:
        return float(np.interp(step, [0, warmup_steps], [init_lr, peak_lr]))
    angle = np.interp(step, [warmup_steps, total_steps], [0.0, np.pi])
    return float((peak_lr + end_lr) / 2 + (peak_lr - end_lr) / 2 * np.cos(angle))
