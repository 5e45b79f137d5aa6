"""Your u is divided by rms(u) * clip. It is rms(u) / clip: a larger clip lets more through. At clip = 1 the two are
the same.
"""

import numpy as np


def rms(x):
    return np.sqrt(np.mean(x**2))


def adafactor_step(params, grads, rows, columns, t, lr=1e-2, beta2_decay=-0.8, eps1=1e-30, eps2=1e-3, clip=1.0):
    newest = t**beta2_decay
    for p, g, r, c in zip(params, grads, rows, columns):
        if c is None:
            r[...] = (1 - newest) * r + newest * g**2
            v = r
        else:
            r[...] = (1 - newest) * r + newest * np.mean(g**2, axis=1)
            c[...] = (1 - newest) * c + newest * np.mean(g**2, axis=0)
            v = np.outer(r, c) / max(np.mean(r), eps1)
        u = g / np.sqrt(np.maximum(v, eps1**2))
        u = u / max(1.0, rms(u) * clip)
        p[...] = p - max(eps2, rms(p)) * min(lr, 1 / np.sqrt(t)) * u
