"""In the Nesterov form you correct the two parts whatever correct_bias is. When it is False, they are used as they
are.
"""

import numpy as np


def calculate_signum_update(grad, exp_avg, *, momentum, correct_bias, nesterov, step, use_shape_scaling=False):
    exp_avg[...] = momentum * exp_avg + (1 - momentum) * grad
    c, c_next = 1 - momentum**step, 1 - momentum ** (step + 1)
    if nesterov:
        direction = momentum * exp_avg / c_next + (1 - momentum) * grad / c
    else:
        direction = exp_avg / c
    update = np.sign(direction)
    if use_shape_scaling:
        rows, columns = grad.shape
        update = update * (2 / (rows + columns))
    return update
