"""The average moved by a part of the difference, as torch's lerp."""

import numpy as np


def ema_step(averages, params, t, decay=0.999, warmup=True):
    moved = 1 - decay
    if warmup:
        moved = max(moved, 9 / (10 + t))
    for average, weight in zip(averages, params):
        if average.dtype == np.int64:
            np.copyto(average, weight)
        else:
            average += moved * (weight - average)
