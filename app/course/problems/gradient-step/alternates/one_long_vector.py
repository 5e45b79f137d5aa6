"""All tensors joined to one vector, moved at once, and cut apart again."""

import numpy as np


def gradient_step(params, grads, lr=1e-3):
    if not params:
        return
    joined = np.concatenate([p.ravel() for p in params])
    joined -= lr * np.concatenate([g.ravel() for g in grads])
    start = 0
    for p in params:
        p[...] = joined[start : start + p.size].reshape(p.shape)
        start += p.size
