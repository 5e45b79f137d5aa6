"""The gradient divided by two roots, one of the row and one of the column."""

import numpy as np


def adafactor_step(params, grads, rows, columns, t, lr=1e-2, beta2_decay=-0.8, eps1=1e-30, eps2=1e-3, clip=1.0):
    share = t**beta2_decay
    for i, g in enumerate(grads):
        r, c = rows[i], columns[i]
        if c is None:
            np.copyto(r, r + share * (g * g - r))
            root = np.sqrt(r)
        else:
            np.copyto(r, r + share * ((g * g).sum(axis=1) / g.shape[1] - r))
            np.copyto(c, c + share * ((g * g).sum(axis=0) / g.shape[0] - c))
            root = np.sqrt(r / max(r.mean(), eps1))[:, np.newaxis] * np.sqrt(c)
        u = np.divide(g, np.where(root > eps1, root, eps1))
        over = np.sqrt(np.mean(u * u)) / clip
        if over > 1:
            u = u / over
        relative = max(eps2, np.sqrt(np.mean(params[i] * params[i])))
        params[i][...] = params[i] - relative * min(lr, 1 / t**0.5) * u
