"""Small functions; np.copyto writes the average back."""

import numpy as np


def average(old, new, beta):
    return beta * old + (1 - beta) * new


def weight_sum(beta, terms):
    """The sum of the weights that an average from zero has given out after so many terms."""
    return (1 - beta) * sum(beta**k for k in range(terms))


def calculate_signum_update(grad, exp_avg, *, momentum, correct_bias, nesterov, step, use_shape_scaling=False):
    np.copyto(exp_avg, average(exp_avg, grad, momentum))
    now = weight_sum(momentum, step) if correct_bias else 1.0
    direction = exp_avg / now
    if nesterov:
        ahead = weight_sum(momentum, step + 1) if correct_bias else 1.0
        direction = average(exp_avg, 0 * grad, momentum) / ahead + average(0 * exp_avg, grad, momentum) / now
    update = np.sign(direction)
    return update / np.mean(grad.shape) if use_shape_scaling else update
