"""Your update is right at first, but exp_avg stays as it was: no new average is written into it. Write into the
array: exp_avg[...] = ....
"""

import numpy as np


def calculate_lion_update(grad, exp_avg, *, betas):
    beta1, beta2 = betas
    update = np.sign(beta1 * exp_avg + (1 - beta1) * grad)
    exp_avg = beta2 * exp_avg + (1 - beta2) * grad
    return update
