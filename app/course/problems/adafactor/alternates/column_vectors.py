"""Rows and columns with their axis kept, the product by broadcasting."""

import numpy as np


def adafactor_step(params, grads, rows, columns, t, lr=1e-2, beta2_decay=-0.8, eps1=1e-30, eps2=1e-3, clip=1.0):
    old = 1 - t**beta2_decay
    for p, g, r, c in zip(params, grads, rows, columns):
        square = np.square(g)
        if c is not None:
            r *= old
            r += (1 - old) * square.mean(axis=-1)
            c *= old
            c += (1 - old) * square.mean(axis=-2)
            v = r[:, None] * c[None, :] / np.maximum(r.mean(), eps1)
        else:
            r *= old
            r += (1 - old) * square
            v = r
        u = g / np.maximum(np.sqrt(v), eps1)
        size_u, size_p = (np.linalg.norm(x) / np.sqrt(x.size) for x in (u, p))
        p -= np.maximum(eps2, size_p) * np.minimum(lr, t**-0.5) / np.maximum(1, size_u / clip) * u
