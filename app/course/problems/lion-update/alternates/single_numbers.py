"""Plain Python over single numbers, with math.copysign."""

import math

import numpy as np


def calculate_lion_update(grad, exp_avg, *, betas):
    update = np.zeros_like(exp_avg)
    for index in np.ndindex(grad.shape):
        old, new = float(exp_avg[index]), float(grad[index])
        direction = betas[0] * old + (1 - betas[0]) * new
        update[index] = math.copysign(1.0, direction) if direction else 0.0
        exp_avg[index] = betas[1] * old + (1 - betas[1]) * new
    return update
