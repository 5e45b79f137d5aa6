"""Your update is made from the new average. Lion makes it from the old one: take the sign first, then update
exp_avg.
"""

import numpy as np


def calculate_lion_update(grad, exp_avg, *, betas):
    beta1, beta2 = betas
    exp_avg[...] = beta2 * exp_avg + (1 - beta2) * grad
    return np.sign(beta1 * exp_avg + (1 - beta1) * grad)
