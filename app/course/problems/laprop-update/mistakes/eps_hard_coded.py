"""Your numbers are those of LaProp with eps fixed at 1e-8, whatever eps is passed in. Use the argument, also wherever
it is passed on.
"""

import numpy as np


def calculate_laprop_update(grad, exp_avg, exp_avg_sq, *, betas, eps, correct_bias, step):
    beta1, beta2 = betas
    c1, c2 = (1 - beta1**step, 1 - beta2**step) if correct_bias else (1.0, 1.0)
    exp_avg_sq[...] = beta2 * exp_avg_sq + (1 - beta2) * grad**2
    normalised = grad / (np.sqrt(exp_avg_sq / c2) + 1e-8)
    exp_avg[...] = beta1 * exp_avg + (1 - beta1) * normalised
    return exp_avg / c1
