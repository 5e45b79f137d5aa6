"""Where the direction is 0 your update is 1. The sign of 0 is 0, so that a coordinate that never had a gradient
stays where it is.
"""

import numpy as np


def calculate_signum_update(grad, exp_avg, *, momentum, correct_bias, nesterov, step, use_shape_scaling=False):
    exp_avg[...] = momentum * exp_avg + (1 - momentum) * grad
    c, c_next = 1.0, 1.0
    if correct_bias:
        c, c_next = 1 - momentum**step, 1 - momentum ** (step + 1)
    if nesterov:
        direction = momentum * exp_avg / c_next + (1 - momentum) * grad / c
    else:
        direction = exp_avg / c
    update = np.where(direction >= 0, 1.0, -1.0)
    if use_shape_scaling:
        rows, columns = grad.shape
        update = update * (2 / (rows + columns))
    return update
