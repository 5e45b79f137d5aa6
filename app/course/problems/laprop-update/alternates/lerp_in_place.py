"""Differences instead of weights, as a port of a torch function reads."""

import numpy as np


def calculate_laprop_update(grad, exp_avg, exp_avg_sq, *, betas, eps, correct_bias, step):
    exp_avg_sq += (1 - betas[1]) * (np.square(grad) - exp_avg_sq)
    bias_correction1 = bias_correction2 = 1.0
    if correct_bias:
        bias_correction1 = 1.0 - betas[0] ** step
        bias_correction2 = 1.0 - betas[1] ** step
    denominator = np.sqrt(exp_avg_sq / bias_correction2) + eps
    exp_avg += (1 - betas[0]) * (grad / denominator - exp_avg)
    return exp_avg / bias_correction1
