"""Plain Python over single numbers."""

import math

import numpy as np


def schedule_free_step(params, grads, z, v, t, lr=0.0025, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    for arrays in zip(params, grads, z, v):
        y, g, fast, second = (array.flat for array in arrays)
        for k in range(len(y)):
            second[k] = beta2 * second[k] + (1 - beta2) * g[k] ** 2
            u = g[k] / (math.sqrt(second[k] / (1 - beta2**t)) + eps) + weight_decay * y[k]
            x = (y[k] - (1 - beta1) * fast[k]) / beta1
            fast[k] -= lr * u
            x += (fast[k] - x) / t
            y[k] = x + (1 - beta1) * (fast[k] - x)


def averages(params, z, beta1=0.9):
    both = zip(params, z)
    return [np.array([(a - (1 - beta1) * b) / beta1 for a, b in zip(y.flat, f.flat)]).reshape(y.shape) for y, f in both]
