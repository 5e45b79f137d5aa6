"""Two functions: the RMSprop step, then its average; np.copyto writes back."""

import numpy as np


def average(old, new, beta):
    return beta * old + (1 - beta) * new


def rmsprop(grad, v, correction, eps):
    return grad / (np.sqrt(v / correction) + eps)


def calculate_laprop_update(grad, exp_avg, exp_avg_sq, *, betas, eps, correct_bias, step):
    corrections = [-np.expm1(step * np.log(beta)) if correct_bias and beta else 1.0 for beta in betas]
    np.copyto(exp_avg_sq, average(exp_avg_sq, grad * grad, betas[1]))
    np.copyto(exp_avg, average(exp_avg, rmsprop(grad, exp_avg_sq, corrections[1], eps), betas[0]))
    return exp_avg / corrections[0]
