"""Your decay grows towards 1 for ever. It stops at decay: min(decay, (1 + t) / (10 + t))."""

import numpy as np


def ema_step(averages, params, t, decay=0.999, warmup=True):
    kept = (1 + t) / (10 + t) if warmup else decay
    for a, p in zip(averages, params):
        if np.issubdtype(p.dtype, np.floating):
            a[...] = kept * a + (1 - kept) * p
        else:
            a[...] = p
