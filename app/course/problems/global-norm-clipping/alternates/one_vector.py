"""All entries in one vector, its norm by the library."""

import numpy as np


def clip_global_norm(grads, max_norm, eps=0.0):
    present = [g for g in grads if g is not None]
    joined = np.concatenate([g.ravel() for g in present]) if present else np.zeros(0)
    unit = np.linalg.norm(joined, np.inf) if joined.any() else 1.0
    total = unit * np.linalg.norm(joined / unit)
    factor = min(1.0, max_norm / max(total + eps, max_norm))
    for g in present:
        g *= factor
    return float(total)
