"""A running mean, moved by each micro-batch in proportion to its examples."""

import numpy as np


def accumulated_step(params, micro_grads, counts, velocity, lr=0.1, momentum=0.9):
    seen, mean = 0, [np.zeros(p.shape) for p in params]
    for grads, count in zip(micro_grads, counts):
        seen += count
        if count:
            mean = [old + (g - old) * (count / seen) for old, g in zip(mean, grads)]
    for p, v, g in zip(params, velocity, mean):
        v[...] = momentum * v + g
        p[...] -= lr * v
