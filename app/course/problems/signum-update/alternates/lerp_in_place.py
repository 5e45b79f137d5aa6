"""Differences instead of weights, as a port of a torch function reads."""

import numpy as np


def calculate_signum_update(grad, exp_avg, *, momentum, correct_bias, nesterov, step, use_shape_scaling=False):
    exp_avg += (1 - momentum) * (grad - exp_avg)
    correction = 1 - momentum**step if correct_bias else 1
    if nesterov:
        ahead = 1 - momentum ** (step + 1) if correct_bias else 1
        average = (1 - momentum) * grad / correction + momentum * exp_avg / ahead
    else:
        average = exp_avg / correction
    scale = 2 / sum(grad.shape) if use_shape_scaling else 1.0
    return np.sign(average) * scale
