"""Your update is right, but the gradient has changed: somewhere grad is scaled in place. Write (1 - beta1) * grad,
which makes a new array.
"""

import numpy as np


def calculate_lion_update(grad, exp_avg, *, betas):
    beta1, beta2 = betas
    update = np.sign(beta1 * exp_avg + (1 - beta1) * grad)
    exp_avg[...] = beta2 * exp_avg + (1 - beta2) * grad
    grad *= 1 - beta2
    return update
