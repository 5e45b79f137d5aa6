"""Differences instead of weights, as a port of a torch function reads: lerp and lerp_."""

import numpy as np


def calculate_lion_update(grad, exp_avg, *, betas):
    update = np.sign(exp_avg + (1 - betas[0]) * (grad - exp_avg))
    exp_avg += (1 - betas[1]) * (grad - exp_avg)
    return update
