"""Plain Python over single numbers."""

import math

import numpy as np


def calculate_laprop_update(grad, exp_avg, exp_avg_sq, *, betas, eps, correct_bias, step):
    power1, power2 = (beta**step if correct_bias else 0.0 for beta in betas)
    update = np.empty_like(grad)
    for index in np.ndindex(grad.shape):
        g = float(grad[index])
        v = betas[1] * float(exp_avg_sq[index]) + (1 - betas[1]) * g * g
        m = betas[0] * float(exp_avg[index]) + (1 - betas[0]) * (g / (math.sqrt(v / (1 - power2)) + eps))
        exp_avg[index], exp_avg_sq[index], update[index] = m, v, m / (1 - power1)
    return update
