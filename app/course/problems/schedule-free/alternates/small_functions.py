"""Mixing as a small function; np.copyto writes the results back."""

import numpy as np


def mix(a, b, share):
    return (1 - share) * a + share * b


def schedule_free_step(params, grads, z, v, t, lr=0.0025, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    xs = averages(params, z, beta1)
    for i, g in enumerate(grads):
        np.copyto(v[i], mix(g**2, v[i], beta2))
        u = g / ((v[i] / (1 - beta2**t)) ** 0.5 + eps) + weight_decay * params[i]
        np.copyto(z[i], z[i] - lr * u)
        np.copyto(params[i], mix(z[i], mix(xs[i], z[i], 1 / t), beta1))


def averages(params, z, beta1=0.9):
    return [mix(z_i, y, 1 / beta1) for y, z_i in zip(params, z)]
