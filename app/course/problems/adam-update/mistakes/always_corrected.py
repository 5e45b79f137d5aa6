"""You divide by 1 - beta**step whatever correct_bias is. When it is False, the averages are used as they are."""

import numpy as np


def calculate_adam_update(grad, exp_avg, exp_avg_sq, *, betas, eps, correct_bias, nesterov, step):
    beta1, beta2 = betas
    exp_avg[...] = beta1 * exp_avg + (1 - beta1) * grad
    exp_avg_sq[...] = beta2 * exp_avg_sq + (1 - beta2) * grad**2
    c1, c1_next, c2 = 1 - beta1**step, 1 - beta1 ** (step + 1), 1 - beta2**step
    if nesterov:
        numerator = beta1 * exp_avg / c1_next + (1 - beta1) * grad / c1
    else:
        numerator = exp_avg / c1
    return numerator / (np.sqrt(exp_avg_sq / c2) + eps)
