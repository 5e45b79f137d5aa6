"""Your run has more than ten steps. With patience nearly everything shows; ten are enough for each of these faults."""

import numpy as np


def breaking_gradients(fault, size, lr, beta1, beta2, eps):
    uneven = np.arange(1.0, size + 1.0)
    run = [eps * uneven, uneven] + 48 * [np.zeros(size)]
    return run[:1] if fault == "no_bias_correction" else run
