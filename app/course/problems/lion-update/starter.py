import numpy as np


def calculate_lion_update(grad, exp_avg, *, betas):
    """The update of Lion for one tensor. Changes exp_avg in place and returns the update.

    grad     the gradient, read only
    exp_avg  average of the gradient
    betas    the share of exp_avg in the direction, and how slowly exp_avg forgets
    """
    raise NotImplementedError("return a sign and update exp_avg here")
