"""Small pure functions; np.copyto writes their results back."""

import numpy as np


def average(old, new, alpha):
    return alpha * old + (1 - alpha) * new


def scaled(g, square, eps):
    return g / (np.sqrt(square) + eps)


def faded(old, new, momentum):
    return momentum * old + new


def rmsprop_step(params, grads, v, buf, lr=1e-2, alpha=0.99, eps=1e-8, momentum=0.0):
    for p, g, v_i, b in zip(params, grads, v, buf):
        np.copyto(v_i, average(v_i, g**2, alpha))
        np.copyto(b, faded(b, scaled(g, v_i, eps), momentum))
        np.copyto(p, p - lr * b)
