"""Your decay is the same from the first step on, with warmup or without. With it, the decay is at most (1 + t) /
(10 + t).
"""

import numpy as np


def ema_step(averages, params, t, decay=0.999, warmup=True):
    kept = decay
    for a, p in zip(averages, params):
        if np.issubdtype(p.dtype, np.floating):
            a[...] = kept * a + (1 - kept) * p
        else:
            a[...] = p
