"""Plain Python over single numbers."""

import numpy as np


def calculate_signum_update(grad, exp_avg, *, momentum, correct_bias, nesterov, step, use_shape_scaling=False):
    power, next_power = (momentum**step, momentum ** (step + 1)) if correct_bias else (0, 0)
    size = 2 / (len(grad) + len(grad[0])) if use_shape_scaling else 1.0
    update = np.zeros_like(exp_avg)
    for index in np.ndindex(grad.shape):
        g = float(grad[index])
        m = momentum * float(exp_avg[index]) + (1 - momentum) * g
        exp_avg[index] = m
        if nesterov:
            m = momentum * m / (1 - next_power) + (1 - momentum) * g / (1 - power)
        update[index] = size * ((m > 0) - (m < 0))
    return update
