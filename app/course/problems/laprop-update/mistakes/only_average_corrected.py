"""You correct exp_avg and leave the scale uncorrected. Both averages start at zero: divide exp_avg_sq by 1 -
betas[1]**step before the root.
"""

import numpy as np


def calculate_laprop_update(grad, exp_avg, exp_avg_sq, *, betas, eps, correct_bias, step):
    beta1, beta2 = betas
    c1, c2 = (1 - beta1**step, 1 - beta2**step) if correct_bias else (1.0, 1.0)
    exp_avg_sq[...] = beta2 * exp_avg_sq + (1 - beta2) * grad**2
    normalised = grad / (np.sqrt(exp_avg_sq) + eps)
    exp_avg[...] = beta1 * exp_avg + (1 - beta1) * normalised
    return exp_avg / c1
