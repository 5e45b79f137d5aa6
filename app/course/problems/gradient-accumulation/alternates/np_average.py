"""np.average with weights, one tensor after the other."""

import numpy as np


def accumulated_step(params, micro_grads, counts, velocity, lr=0.1, momentum=0.9):
    for k, (p, v) in enumerate(zip(params, velocity)):
        g = np.average([grads[k] for grads in micro_grads], axis=0, weights=counts)
        v *= momentum
        v += g
        p -= lr * v
