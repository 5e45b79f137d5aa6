"""Your sign treats small numbers as zero: something like 1e-8 is added or compared with. A sign needs no eps, and
gradients may be that small.
"""

import numpy as np


def calculate_lion_update(grad, exp_avg, *, betas):
    beta1, beta2 = betas
    direction = beta1 * exp_avg + (1 - beta1) * grad
    exp_avg[...] = beta2 * exp_avg + (1 - beta2) * grad
    return np.where(np.abs(direction) < 1e-8, 0.0, np.sign(direction))
