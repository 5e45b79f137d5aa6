import numpy as np


def calculate_laprop_update(grad, exp_avg, exp_avg_sq, *, betas, eps, correct_bias, step):
    """The update of LaProp for one tensor. Changes exp_avg and exp_avg_sq in place and returns the update.

    grad        the gradient, read only              betas         how slowly exp_avg and exp_avg_sq forget
    exp_avg     average of normalised gradients      eps           added to the root
    exp_avg_sq  average of the squared gradient      correct_bias  whether to divide by 1 - beta**step
    step        1 at the first step
    """
    raise NotImplementedError("normalise the gradient, average it and return the average here")
