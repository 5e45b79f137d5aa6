"""Your params hold x, the average, after the step. They hold y, where the next gradient is taken; x is what averages
returns.
"""

import numpy as np


def schedule_free_step(params, grads, z, v, t, lr=0.0025, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    c = 1 / t
    for y, g, z_i, v_i in zip(params, grads, z, v):
        v_i[...] = beta2 * v_i + (1 - beta2) * g**2
        direction = g / (np.sqrt(v_i / (1 - beta2**t)) + eps) + weight_decay * y
        x = y + (1 - 1 / beta1) * (z_i - y)
        z_i[...] = z_i - lr * direction
        x = (1 - c) * x + c * z_i
        y[...] = x


def averages(params, z, beta1=0.9):
    return [y + (1 - 1 / beta1) * (z_i - y) for y, z_i in zip(params, z)]
