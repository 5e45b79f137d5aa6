import numpy as np


def calculate_signum_update(grad, exp_avg, *, momentum, correct_bias, nesterov, step, use_shape_scaling=False):
    """The update of Signum for one tensor. Changes exp_avg in place and returns the update.

    grad      the gradient, read only               correct_bias       whether to divide by 1 - momentum**step
    exp_avg   average of the gradient               nesterov           whether to look one step ahead
    momentum  how slowly the average forgets        use_shape_scaling  whether to multiply by 2 / (rows + columns)
    step      1 at the first step
    """
    raise NotImplementedError("update the average and return a sign here")
