"""A buffer per tensor that takes in one micro-batch after the other, as a training loop does."""

import numpy as np


def accumulated_step(params, micro_grads, counts, velocity, lr=0.1, momentum=0.9):
    buffers = [np.zeros_like(p) for p in params]
    for grads, count in zip(micro_grads, counts):
        for buffer, g in zip(buffers, grads):
            buffer += count * g
    for i, buffer in enumerate(buffers):
        velocity[i] *= momentum
        velocity[i] += buffer / sum(counts)
        params[i] -= lr * velocity[i]
