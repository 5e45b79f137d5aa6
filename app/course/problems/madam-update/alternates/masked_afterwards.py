"""Differences instead of weights and a mask written at the end, as a port of a torch function reads."""

import numpy as np


def calculate_madam_update(grad, exp_avg, exp_avg_sq_scaled, *, betas, correct_bias, step, scale_log2):
    beta1, beta2 = betas
    assert scale_log2 // 2 == scale_log2 / 2, "scale_log2 must be an even integer"
    grad_scale = 2.0 ** (scale_log2 // 2)
    exp_avg += (1 - beta1) * (grad - exp_avg)
    exp_avg_sq_scaled += (1 - beta2) * (np.square(grad * grad_scale) - exp_avg_sq_scaled)
    correction1 = 1.0 - beta1**step if correct_bias else 1.0
    correction2 = 1.0 - beta2**step if correct_bias else 1.0
    with np.errstate(invalid="ignore"):
        update = exp_avg / correction1 / np.sqrt(exp_avg_sq_scaled / correction2) * grad_scale
    update[exp_avg == 0] = 0.0
    return update
