"""In the direction you weigh the gradient with beta1 and the average with 1 - beta1. It is the other way round: the
larger share is the average's.
"""

import numpy as np


def calculate_lion_update(grad, exp_avg, *, betas):
    beta1, beta2 = betas
    update = np.sign((1 - beta1) * exp_avg + beta1 * grad)
    exp_avg[...] = beta2 * exp_avg + (1 - beta2) * grad
    return update
