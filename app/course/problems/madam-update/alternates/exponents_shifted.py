"""ldexp for the scale, one for the roots that do not count."""

import numpy as np


def calculate_madam_update(grad, exp_avg, exp_avg_sq_scaled, *, betas, correct_bias, step, scale_log2):
    half, rest = divmod(scale_log2, 2)
    if rest:
        raise AssertionError(f"scale_log2 is {scale_log2}; it must be an even integer")
    half = int(half)
    np.copyto(exp_avg, betas[0] * exp_avg + (1 - betas[0]) * grad)
    np.copyto(exp_avg_sq_scaled, betas[1] * exp_avg_sq_scaled + (1 - betas[1]) * np.ldexp(grad, half) ** 2)
    c1, c2 = (1 - betas[0] ** step, 1 - betas[1] ** step) if correct_bias else (1.0, 1.0)
    root = np.where(exp_avg == 0, exp_avg.dtype.type(1), np.sqrt(exp_avg_sq_scaled / c2))
    return np.ldexp(exp_avg, half) / (c1 * root)
