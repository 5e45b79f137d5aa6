"""Plain Python over single numbers."""

import math

import numpy as np


def one(g, m, v, b1, b2, eps, correct_bias, nesterov, step):
    m, v = b1 * m + (1 - b1) * g, b2 * v + (1 - b2) * g * g
    power1, power2 = (b1**step, b2**step) if correct_bias else (0.0, 0.0)
    n = m / (1 - power1)
    if nesterov:
        n = b1 * m / (1 - power1 * b1) + (1 - b1) * g / (1 - power1)
    return n / (math.sqrt(v / (1 - power2)) + eps), m, v


def calculate_adam_update(grad, exp_avg, exp_avg_sq, *, betas, eps, correct_bias, nesterov, step):
    update = np.empty_like(grad)
    for index in np.ndindex(grad.shape):
        update[index], exp_avg[index], exp_avg_sq[index] = one(
            float(grad[index]),
            float(exp_avg[index]),
            float(exp_avg_sq[index]),
            *betas,
            eps,
            correct_bias,
            nesterov,
            step,
        )
    return update
