"""Your warm-up is that of step t + 1: (2 + t) / (11 + t). It is (1 + t) / (10 + t), and t is 1 at the first step."""

import numpy as np


def ema_step(averages, params, t, decay=0.999, warmup=True):
    kept = min(decay, (2 + t) / (11 + t)) if warmup else decay
    for a, p in zip(averages, params):
        if np.issubdtype(p.dtype, np.floating):
            a[...] = kept * a + (1 - kept) * p
        else:
            a[...] = p
