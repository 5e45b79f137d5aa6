import numpy as np


def update(p, g, s, t, xp, *, lr=1e-1):
    return -lr * np.nan_to_num(g)
