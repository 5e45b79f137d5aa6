"""A copy of the old average, so that the order of the two lines does not matter."""

import numpy as np


def average(old, new, beta):
    return beta * old + (1 - beta) * new


def calculate_lion_update(grad, exp_avg, *, betas):
    old = np.array(exp_avg)
    np.copyto(exp_avg, average(old, grad, betas[1]))
    return np.sign(average(old, grad, betas[0]))
