"""Your average is corrected for its start, as Adam's are. This one starts at the parameters: there is nothing to
correct, only the warm-up.
"""

import numpy as np


def ema_step(averages, params, t, decay=0.999, warmup=True):
    kept = decay * (1 - decay ** (t - 1)) / (1 - decay**t)
    for a, p in zip(averages, params):
        if np.issubdtype(p.dtype, np.floating):
            a[...] = kept * a + (1 - kept) * p
        else:
            a[...] = p
