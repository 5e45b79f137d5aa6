"""Your direction adds the whole gradient to beta1 * exp_avg. It is a mixture: the gradient's share is 1 - beta1."""

import numpy as np


def calculate_lion_update(grad, exp_avg, *, betas):
    beta1, beta2 = betas
    update = np.sign(beta1 * exp_avg + grad)
    exp_avg[...] = beta2 * exp_avg + (1 - beta2) * grad
    return update
