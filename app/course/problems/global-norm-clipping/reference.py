"""Clipping by the global norm (Pascanu et al. 2013, arXiv:1211.5063): the source of every expected value here."""

import numpy as np


def clip_global_norm(grads, max_norm, eps=0.0):
    total = float(np.sqrt(sum(np.sum(g**2) for g in grads if g is not None)))
    if total + eps > max_norm:
        for g in grads:
            if g is not None:
                g[...] = g * (max_norm / (total + eps))
    return total
