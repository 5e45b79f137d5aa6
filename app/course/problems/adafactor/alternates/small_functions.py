"""Small functions: one for the averages, one for the estimate, one for the step."""

import numpy as np


def root_mean_square(x):
    return np.sqrt(np.vdot(x, x) / x.size)


def move(average, new, share):
    average[...] = (1 - share) * average + share * new


def estimate(r, c, eps1):
    return r if c is None else np.einsum("i,j->ij", r, c) / max(r.mean(), eps1)


def adafactor_step(params, grads, rows, columns, t, lr=1e-2, beta2_decay=-0.8, eps1=1e-30, eps2=1e-3, clip=1.0):
    for p, g, r, c in zip(params, grads, rows, columns):
        share = np.exp(beta2_decay * np.log(t))
        move(r, g**2 if c is None else np.mean(g**2, axis=1), share)
        if c is not None:
            move(c, np.mean(g**2, axis=0), share)
        u = g / np.sqrt(np.maximum(estimate(r, c, eps1), eps1 * eps1))
        rate = max(eps2, root_mean_square(p)) * min(lr, 1 / np.sqrt(t))
        p -= rate * u / max(1.0, root_mean_square(u) / clip)
