"""In the Nesterov form your two parts weigh as they do uncorrected: both are left as they are, or both are divided by
the same power. The average's part has the power step + 1, the gradient's the power step.
"""

import numpy as np


def calculate_signum_update(grad, exp_avg, *, momentum, correct_bias, nesterov, step, use_shape_scaling=False):
    exp_avg[...] = momentum * exp_avg + (1 - momentum) * grad
    c, c_next = 1.0, 1.0
    if nesterov:
        direction = momentum * exp_avg / c_next + (1 - momentum) * grad / c
    else:
        direction = exp_avg / c
    update = np.sign(direction)
    if use_shape_scaling:
        rows, columns = grad.shape
        update = update * (2 / (rows + columns))
    return update
