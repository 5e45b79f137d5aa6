"""Your update is sign(grad), and exp_avg has no part in it. Take the sign of the average."""

import numpy as np


def calculate_signum_update(grad, exp_avg, *, momentum, correct_bias, nesterov, step, use_shape_scaling=False):
    exp_avg[...] = momentum * exp_avg + (1 - momentum) * grad
    c, c_next = 1.0, 1.0
    if correct_bias:
        c, c_next = 1 - momentum**step, 1 - momentum ** (step + 1)
    if nesterov:
        direction = momentum * exp_avg / c_next + (1 - momentum) * grad / c
    else:
        direction = grad
    update = np.sign(direction)
    if use_shape_scaling:
        rows, columns = grad.shape
        update = update * (2 / (rows + columns))
    return update
