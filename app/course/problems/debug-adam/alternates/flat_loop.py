"""Rewritten in plain Python over single numbers."""

import math


def adam_step(params, grads, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    for arrays in zip(params, grads, m, v):
        p, g, first, second = (array.flat for array in arrays)
        for k in range(len(g)):
            first[k] = beta1 * first[k] + (1 - beta1) * g[k]
            second[k] = beta2 * second[k] + (1 - beta2) * g[k] ** 2
            root = math.sqrt(second[k] / (1 - beta2**t))
            p[k] -= lr * first[k] / (1 - beta1**t) / (root + eps)
