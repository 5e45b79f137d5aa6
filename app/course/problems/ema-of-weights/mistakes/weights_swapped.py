"""Your average keeps 1 - decay of itself and takes in decay of the parameters. It is the other way round."""

import numpy as np


def ema_step(averages, params, t, decay=0.999, warmup=True):
    kept = min(decay, (1 + t) / (10 + t)) if warmup else decay
    for a, p in zip(averages, params):
        if np.issubdtype(p.dtype, np.floating):
            a[...] = (1 - kept) * a + kept * p
        else:
            a[...] = p
