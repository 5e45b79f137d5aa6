"""x got back by a division, moved, and mixed again; without an average params are z."""

import numpy as np


def schedule_free_sgd_step(params, grads, z, t, lr=1.0, beta1=0.9, weight_decay=0.0, warmup=1):
    steps = np.arange(1, t + 1)
    weights = np.minimum(1, steps / warmup) ** 2
    c = weights[-1] / weights.sum()
    rate = lr * min(1, t / warmup)
    for y, g, z_i in zip(params, grads, z):
        moved = z_i - rate * (g + weight_decay * y)
        if beta1 == 0:
            y[...] = moved + (1 - c) * (y - z_i)
        else:
            x = (1 - c) * (y - (1 - beta1) * z_i) / beta1 + c * moved
            y[...] = beta1 * x + (1 - beta1) * moved
        z_i[...] = moved
