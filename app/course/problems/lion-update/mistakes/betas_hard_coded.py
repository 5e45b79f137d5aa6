"""Your numbers are those of Lion with betas 0.9 and 0.99, whatever betas are passed in. Use the arguments, also
wherever they are passed on.
"""

import numpy as np


def calculate_lion_update(grad, exp_avg, *, betas):
    beta1, beta2 = 0.9, 0.99
    update = np.sign(beta1 * exp_avg + (1 - beta1) * grad)
    exp_avg[...] = beta2 * exp_avg + (1 - beta2) * grad
    return update
