"""The average as a sum: t - 1 old values and a new one, divided by t."""

import numpy as np


def averages(params, z, beta1=0.9):
    return list(map(lambda y, fast: y - (1 - beta1) / beta1 * (fast - y), params, z))


def schedule_free_step(params, grads, z, v, t, lr=0.0025, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    for y, g, fast, second, x in zip(params, grads, z, v, averages(params, z, beta1)):
        second += (1 - beta2) * (np.square(g) - second)
        u = np.divide(g, np.sqrt(second / (1 - beta2**t)) + eps)
        u = u + weight_decay * y
        np.subtract(fast, lr * u, out=fast)
        x = ((t - 1) * x + fast) / t
        y[...] = fast - beta1 * (fast - x)
