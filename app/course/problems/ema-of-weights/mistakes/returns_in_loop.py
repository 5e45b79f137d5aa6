"""Only the first tensor is averaged. Does the function return inside the loop, or take the first entry of each list
alone? Every tensor has its average.
"""

import numpy as np


def ema_step(averages, params, t, decay=0.999, warmup=True):
    kept = min(decay, (1 + t) / (10 + t)) if warmup else decay
    for a, p in zip(averages, params):
        if np.issubdtype(p.dtype, np.floating):
            a[...] = kept * a + (1 - kept) * p
        else:
            a[...] = p
        return None
