"""Your averages of whole numbers are the very arrays of params: averages[i] = p. When the training counts on, the
average would too. Copy the values into the array that is there.
"""

import numpy as np


def ema_step(averages, params, t, decay=0.999, warmup=True):
    kept = min(decay, (1 + t) / (10 + t)) if warmup else decay
    for i, (a, p) in enumerate(zip(averages, params)):
        if np.issubdtype(p.dtype, np.floating):
            a[...] = kept * a + (1 - kept) * p
        else:
            averages[i] = p
