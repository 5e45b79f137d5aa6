import numpy as np


def calculate_adam_update(grad, exp_avg, exp_avg_sq, *, betas, eps, correct_bias, nesterov, step):
    """The update of Adam for one tensor. Changes exp_avg and exp_avg_sq in place and returns the update.

    grad           the gradient, read only       betas         how slowly the two averages forget
    exp_avg        average of the gradient       eps           added to the root
    exp_avg_sq     average of its square         correct_bias  whether to divide by 1 - beta**step
    step           1 at the first step           nesterov      whether to look one step ahead
    """
    raise NotImplementedError("update the two averages and return the update here")
