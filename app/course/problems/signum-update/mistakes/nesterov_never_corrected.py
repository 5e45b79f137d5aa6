"""In the Nesterov form your two parts weigh as much as without a bias correction, or with one and the same for both.
Corrected, the average is divided by 1 - momentum**(step + 1) and the gradient by 1 - momentum**step.
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
