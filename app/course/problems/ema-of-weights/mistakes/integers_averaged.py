"""Your arrays of whole numbers are averaged too. Counters are copied: their mean means nothing."""

import numpy as np


def ema_step(averages, params, t, decay=0.999, warmup=True):
    kept = min(decay, (1 + t) / (10 + t)) if warmup else decay
    for a, p in zip(averages, params):
        if True:
            a[...] = kept * a + (1 - kept) * p
        else:
            a[...] = p
