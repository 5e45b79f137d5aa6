"""The division done for the selected entries alone."""

import numpy as np


def correction(beta, step, wanted):
    return float(-np.expm1(step * np.log(beta))) if wanted else 1.0


def calculate_madam_update(grad, exp_avg, exp_avg_sq_scaled, *, betas, correct_bias, step, scale_log2):
    if scale_log2 != 2 * (scale_log2 // 2):
        raise AssertionError("scale_log2 must be an even integer")
    q = 2.0 ** int(scale_log2 // 2)
    exp_avg *= betas[0]
    exp_avg += (1 - betas[0]) * grad
    exp_avg_sq_scaled *= betas[1]
    exp_avg_sq_scaled += (1 - betas[1]) * (grad * q) * (grad * q)
    moving = np.nonzero(exp_avg)
    update = np.zeros_like(exp_avg)
    scale = np.sqrt(exp_avg_sq_scaled[moving] / correction(betas[1], step, correct_bias))
    update[moving] = exp_avg[moving] / (scale / q) / correction(betas[0], step, correct_bias)
    return update
