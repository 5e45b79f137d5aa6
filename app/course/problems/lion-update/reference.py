"""Lion, Chen et al. 2023 (arXiv:2302.06675), Algorithm 2 without weight decay: the source of every expected value
of this problem.
"""

import numpy as np


def calculate_lion_update(grad, exp_avg, *, betas):
    beta1, beta2 = betas
    update = np.sign(beta1 * exp_avg + (1 - beta1) * grad)
    exp_avg[...] = beta2 * exp_avg + (1 - beta2) * grad
    return update
