import numpy as np


def calculate_madam_update(grad, exp_avg, exp_avg_sq_scaled, *, betas, correct_bias, step, scale_log2):
    """The update of MAdam for one tensor. Changes the two averages in place and returns the update.

    grad               the gradient, read only, float32 or float64
    exp_avg            average of the gradient
    exp_avg_sq_scaled  average of (q * gradient) squared
    betas              how slowly the two averages forget
    correct_bias       whether to divide by 1 - beta**step
    step               1 at the first step
    scale_log2         an even integer k; q is 2 to the power k / 2
    """
    raise NotImplementedError("check the scale, update the averages, return the update here")
