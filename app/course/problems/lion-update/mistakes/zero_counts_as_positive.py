"""Where the direction is 0 your update is 1. The sign of 0 is 0, so that a coordinate that never had a gradient
stays where it is.
"""

import numpy as np


def calculate_lion_update(grad, exp_avg, *, betas):
    beta1, beta2 = betas
    update = np.where(beta1 * exp_avg + (1 - beta1) * grad >= 0, 1.0, -1.0)
    exp_avg[...] = beta2 * exp_avg + (1 - beta2) * grad
    return update
