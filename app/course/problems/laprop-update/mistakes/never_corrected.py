"""You use both averages as they are even if correct_bias is True. Then exp_avg_sq and exp_avg are divided by 1 -
beta**step before they are used.
"""

import numpy as np


def calculate_laprop_update(grad, exp_avg, exp_avg_sq, *, betas, eps, correct_bias, step):
    beta1, beta2 = betas
    c1, c2 = 1.0, 1.0
    exp_avg_sq[...] = beta2 * exp_avg_sq + (1 - beta2) * grad**2
    normalised = grad / (np.sqrt(exp_avg_sq / c2) + eps)
    exp_avg[...] = beta1 * exp_avg + (1 - beta1) * normalised
    return exp_avg / c1
