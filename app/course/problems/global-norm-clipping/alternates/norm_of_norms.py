"""The norm of the tensors' norms, as fast libraries do it, each of them measured in units of its largest entry."""

import numpy as np


def length(x):
    unit = np.abs(x).max(initial=0.0)
    return float(unit * np.sqrt(np.vdot(x / unit, x / unit))) if unit else 0.0


def clip_global_norm(grads, max_norm, eps=0.0):
    total = length(np.array([length(g) for g in grads if g is not None], dtype=float))
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = np.nan_to_num(np.minimum(np.divide(max_norm, total + eps), 1.0), nan=1.0)
    for g in filter(lambda entry: entry is not None, grads):
        np.multiply(g, factor, out=g)
    return total
