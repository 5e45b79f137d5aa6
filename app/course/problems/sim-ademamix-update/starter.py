import numpy as np


def calculate_sim_ademamix_update(
    grad,
    exp_avg,
    exp_avg_sq,
    *,
    betas,
    eps,
    correct_bias,
    step,
    num_beta_fast_warmup_steps,
    min_beta_fast,
    alpha=2,
):
    """The update of Simplified AdEMAMix for one tensor. Changes exp_avg and exp_avg_sq in place, returns the update.

    grad        the gradient, read only             eps           added to the root
    exp_avg     decaying sum of gradients           correct_bias  whether to divide by the sums of weights
    exp_avg_sq  average of the squared gradient     step          1 at the first step
    betas       decay of exp_avg in the end,        alpha         the weight of this gradient
                and of exp_avg_sq                   min_beta_fast decay of exp_avg where the warm-up starts
    num_beta_fast_warmup_steps                      steps until betas[0] is reached, or None
    """
    raise NotImplementedError("find the beta of this step, update the two arrays, return the update here")
