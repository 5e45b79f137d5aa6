"""In the Nesterov form you correct both parts by the power of the next step. The gradient belongs to this step:
divide its part by 1 - beta1**step.
"""

import numpy as np


def calculate_adam_update(grad, exp_avg, exp_avg_sq, *, betas, eps, correct_bias, nesterov, step):
    beta1, beta2 = betas
    exp_avg[...] = beta1 * exp_avg + (1 - beta1) * grad
    exp_avg_sq[...] = beta2 * exp_avg_sq + (1 - beta2) * grad**2
    c1, c1_next, c2 = 1.0, 1.0, 1.0
    if correct_bias:
        c1, c1_next, c2 = 1 - beta1**step, 1 - beta1 ** (step + 1), 1 - beta2**step
    if nesterov:
        numerator = beta1 * exp_avg / c1_next + (1 - beta1) * grad / c1_next
    else:
        numerator = exp_avg / c1
    return numerator / (np.sqrt(exp_avg_sq / c2) + eps)
