"""Your numbers are those of Lion with the two betas exchanged: betas[0] mixes the direction, betas[1] updates
exp_avg.
"""

import numpy as np


def calculate_lion_update(grad, exp_avg, *, betas):
    beta2, beta1 = betas
    update = np.sign(beta1 * exp_avg + (1 - beta1) * grad)
    exp_avg[...] = beta2 * exp_avg + (1 - beta2) * grad
    return update
