"""Augmented assignment, as a port of a torch function reads: lerp_, mul_ and addcmul_."""

import numpy as np


def calculate_adam_update(grad, exp_avg, exp_avg_sq, *, betas, eps, correct_bias, nesterov, step):
    exp_avg += (1 - betas[0]) * (grad - exp_avg)
    exp_avg_sq *= betas[1]
    exp_avg_sq += (1 - betas[1]) * grad * grad
    bias_correction1 = 1 - betas[0] ** step if correct_bias else 1
    bias_correction2 = 1 - betas[1] ** step if correct_bias else 1
    if nesterov:
        ahead = 1 - betas[0] ** (step + 1) if correct_bias else 1
        momentum = betas[0] * exp_avg / ahead
        momentum += (1 - betas[0]) * grad / bias_correction1
    else:
        momentum = exp_avg / bias_correction1
    return momentum / (np.sqrt(exp_avg_sq / bias_correction2) + eps)
