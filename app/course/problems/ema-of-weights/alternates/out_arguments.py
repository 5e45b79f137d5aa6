"""Ufuncs with out=, and a copy where the dtype is an integer."""

import numpy as np


def kept(t, decay, warmup):
    return decay if not warmup else min((1 + t) / (10 + t), decay)


def ema_step(averages, params, t, decay=0.999, warmup=True):
    share = kept(t, decay, warmup)
    for average, weight in zip(averages, params):
        if np.issubdtype(average.dtype, np.integer):
            np.copyto(average, weight)
            continue
        np.multiply(average, share, out=average)
        np.add(average, (1 - share) * weight, out=average)
