"""Your numbers are right, but the list slots hold new arrays: averages[i] = ... rebinds the slot and leaves the
caller's array as it was. Write into it, with averages[i][...] =.
"""

import numpy as np


def ema_step(averages, params, t, decay=0.999, warmup=True):
    kept = min(decay, (1 + t) / (10 + t)) if warmup else decay
    for i, (a, p) in enumerate(zip(averages, params)):
        if np.issubdtype(p.dtype, np.floating):
            averages[i] = kept * a + (1 - kept) * p
        else:
            averages[i] = p.copy()
