"""Nesterov as what it means: the average that a zero gradient would leave, and the share of this one."""

import numpy as np


def average(old, new, beta):
    return beta * old + (1 - beta) * new


def correction(beta, step, wanted):
    return -np.expm1(step * np.log(beta)) if wanted else 1.0


def calculate_adam_update(grad, exp_avg, exp_avg_sq, *, betas, eps, correct_bias, nesterov, step):
    first, second = betas
    np.copyto(exp_avg, average(exp_avg, grad, first))
    np.copyto(exp_avg_sq, average(exp_avg_sq, grad**2, second))
    scale = np.sqrt(exp_avg_sq / correction(second, step, correct_bias)) + eps
    if nesterov:
        ahead = average(exp_avg, 0.0, first) / correction(first, step + 1, correct_bias)
        return (ahead + average(0.0, grad, first) / correction(first, step, correct_bias)) / scale
    return exp_avg / correction(first, step, correct_bias) / scale
