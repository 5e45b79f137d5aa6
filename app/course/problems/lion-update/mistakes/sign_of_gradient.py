"""Your update is sign(grad). The average has its part in the direction: beta1 * exp_avg + (1 - beta1) * grad."""

import numpy as np


def calculate_lion_update(grad, exp_avg, *, betas):
    beta1, beta2 = betas
    update = np.sign(grad)
    exp_avg[...] = beta2 * exp_avg + (1 - beta2) * grad
    return update
