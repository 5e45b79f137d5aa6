"""The authors' form: y moves by one formula and x is never made."""

import numpy as np


def schedule_free_step(params, grads, z, v, t, lr=0.0025, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    c = 1.0 / t
    for y, g, fast, second in zip(params, grads, z, v):
        second *= beta2
        second += (1 - beta2) * g * g
        u = g / (np.sqrt(second / (1 - beta2**t)) + eps) + weight_decay * y
        y += c * (fast - y) + lr * (beta1 * (1 - c) - 1) * u
        fast -= lr * u


def averages(params, z, beta1=0.9):
    return [(y - (1 - beta1) * fast) / beta1 for y, fast in zip(params, z)]
