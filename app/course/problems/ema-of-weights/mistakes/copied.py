"""Your averages are the parameters of now. They keep decay of what they were."""

import numpy as np


def ema_step(averages, params, t, decay=0.999, warmup=True):
    kept = min(decay, (1 + t) / (10 + t)) if warmup else decay
    for a, p in zip(averages, params):
        if np.issubdtype(p.dtype, np.floating):
            a[...] = p
        else:
            a[...] = p
