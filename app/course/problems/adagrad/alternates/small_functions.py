"""Small pure functions; np.copyto writes their results back."""

import numpy as np


def decayed(lr, lr_decay, t):
    return lr / (1 + (t - 1) * lr_decay)


def scaled(g, s, eps):
    return g / (np.sqrt(s) + eps)


def adagrad_step(params, grads, sums, t, lr=1e-2, lr_decay=0.0, eps=1e-10):
    for p, g, s in zip(params, grads, sums):
        np.copyto(s, s + np.power(g, 2))
        np.copyto(p, p - decayed(lr, lr_decay, t) * scaled(g, s, eps))
