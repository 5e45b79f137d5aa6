import numpy as np


def calculate_ademamix_update(
    grad,
    exp_avg_fast,
    exp_avg_slow,
    exp_avg_sq,
    *,
    betas,
    eps,
    correct_bias,
    step,
    num_beta_slow_warmup_steps,
    num_alpha_warmup_steps,
    alpha=2,
):
    """The update of AdEMAMix for one tensor. Changes the three averages in place and returns the update.

    grad          the gradient, read only                     eps           added to the root
    exp_avg_fast  average that forgets at betas[0]            correct_bias  whether to correct exp_avg_fast, exp_avg_sq
    exp_avg_sq    average of the square, betas[1]             step          1 at the first step
    exp_avg_slow  average that will forget at betas[2]        alpha         the weight of exp_avg_slow, in the end
    num_beta_slow_warmup_steps, num_alpha_warmup_steps        steps until betas[2] and alpha are reached, or None
    """
    raise NotImplementedError("find alpha and the slow beta of this step, update the averages, return the update here")
