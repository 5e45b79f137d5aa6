"""Your update is the sign of the new average, which is Signum. Lion takes the sign of another mixture, beta1 *
exp_avg + (1 - beta1) * grad, with the old average.
"""

import numpy as np


def calculate_lion_update(grad, exp_avg, *, betas):
    exp_avg[...] = betas[1] * exp_avg + (1 - betas[1]) * grad
    return np.sign(exp_avg)
