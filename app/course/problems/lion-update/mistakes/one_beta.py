"""You update exp_avg with betas[0], the one that mixes the direction. The average forgets at a speed of its own,
betas[1].
"""

import numpy as np


def calculate_lion_update(grad, exp_avg, *, betas):
    beta1, beta2 = betas
    update = np.sign(beta1 * exp_avg + (1 - beta1) * grad)
    exp_avg[...] = beta1 * exp_avg + (1 - beta1) * grad
    return update
