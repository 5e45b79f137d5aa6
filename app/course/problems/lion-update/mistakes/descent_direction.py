"""You return the sign with a minus. The caller subtracts the update, p -= lr * update, so it points along the
gradient.
"""

import numpy as np


def calculate_lion_update(grad, exp_avg, *, betas):
    beta1, beta2 = betas
    update = np.sign(beta1 * exp_avg + (1 - beta1) * grad)
    exp_avg[...] = beta2 * exp_avg + (1 - beta2) * grad
    return -update
