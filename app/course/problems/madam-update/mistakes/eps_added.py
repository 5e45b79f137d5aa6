"""There is an eps of 1e-8 in your denominator. MAdam has none: gradients of any size give the same updates, and zeros
are masked.
"""

import numpy as np


def calculate_madam_update(grad, exp_avg, exp_avg_sq_scaled, *, betas, correct_bias, step, scale_log2):
    assert scale_log2 % 2 == 0, "scale_log2 must be an even integer"
    beta1, beta2 = betas
    c1, c2 = (1 - beta1**step, 1 - beta2**step) if correct_bias else (1.0, 1.0)
    q = 2.0 ** (scale_log2 // 2)
    exp_avg[...] = beta1 * exp_avg + (1 - beta1) * grad
    exp_avg_sq_scaled[...] = beta2 * exp_avg_sq_scaled + (1 - beta2) * (q * grad) ** 2
    moving = exp_avg != 0
    root = np.sqrt(exp_avg_sq_scaled / c2) + 1e-8 * q
    update = np.zeros_like(exp_avg)
    np.divide(exp_avg / c1, root, out=update, where=moving)
    return update * q
