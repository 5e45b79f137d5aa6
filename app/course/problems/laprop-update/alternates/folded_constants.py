"""The correction folded into the gradient and into eps; ufuncs that write into the state."""

import math

import numpy as np


def calculate_laprop_update(grad, exp_avg, exp_avg_sq, *, betas, eps, correct_bias, step):
    b1, b2 = betas
    root = math.sqrt(1 - b2**step) if correct_bias else 1.0
    np.multiply(exp_avg_sq, b2, out=exp_avg_sq)
    np.add(exp_avg_sq, (1 - b2) * np.square(grad), out=exp_avg_sq)
    np.multiply(exp_avg, b1, out=exp_avg)
    np.add(exp_avg, (1 - b1) * root * grad / (np.sqrt(exp_avg_sq) + eps * root), out=exp_avg)
    return exp_avg * (1 / (1 - b1**step) if correct_bias else 1.0)
