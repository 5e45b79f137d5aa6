"""All entries in one vector, its norm by the library."""

import numpy as np


def clip_global_norm(grads, max_norm, eps=0.0):
    present = [g for g in grads if g is not None]
    total = np.linalg.norm(np.concatenate([g.ravel() for g in present])) if present else 0.0
    factor = min(1.0, max_norm / max(total + eps, max_norm))
    for g in present:
        g *= factor
    return float(total)
