"""The corrections folded into one factor and into eps."""

import math

import numpy as np


def calculate_adam_update(grad, exp_avg, exp_avg_sq, *, betas, eps, correct_bias, nesterov, step):
    b1, b2 = betas
    np.add(b1 * exp_avg, (1 - b1) * grad, out=exp_avg)
    np.add(b2 * exp_avg_sq, (1 - b2) * np.square(grad), out=exp_avg_sq)
    root = math.sqrt(1 - b2**step) if correct_bias else 1.0
    over = np.reciprocal(np.sqrt(exp_avg_sq) + eps * root) * root
    now, ahead = (1 / (1 - b1**step), 1 / (1 - b1 ** (step + 1))) if correct_bias else (1.0, 1.0)
    if not nesterov:
        return now * exp_avg * over
    return (b1 * ahead) * exp_avg * over + ((1 - b1) * now) * grad * over
