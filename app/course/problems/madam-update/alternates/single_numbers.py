"""One number after the other, each in the dtype of its array."""

import numpy as np


def calculate_madam_update(grad, exp_avg, exp_avg_sq_scaled, *, betas, correct_bias, step, scale_log2):
    assert float(scale_log2 / 2).is_integer(), "scale_log2 must be an even integer"
    kind = grad.dtype.type
    q = kind(2.0 ** (scale_log2 / 2))
    c1, c2 = (1 - betas[0] ** step, 1 - betas[1] ** step) if correct_bias else (1.0, 1.0)
    update = np.zeros_like(grad)
    for k in np.ndindex(grad.shape):
        scaled = q * grad[k]
        exp_avg[k] = kind(betas[0]) * exp_avg[k] + kind(1 - betas[0]) * grad[k]
        exp_avg_sq_scaled[k] = kind(betas[1]) * exp_avg_sq_scaled[k] + kind(1 - betas[1]) * scaled * scaled
        if exp_avg[k]:
            update[k] = q * (exp_avg[k] / kind(c1) / np.sqrt(exp_avg_sq_scaled[k] / kind(c2)))
    return update
