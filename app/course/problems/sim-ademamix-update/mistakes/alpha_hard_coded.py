"""Your gradient always has the weight 2. That is only the default of alpha."""

import math

import numpy as np


def half_life(beta):
    return math.log(0.5) / math.log(beta + 1e-8) - 1


def warmed_up(step, start, end, steps):
    if steps is None or step >= steps:
        return end
    share = step / steps
    life = (1 - share) * half_life(start) + share * half_life(end)
    return 0.5 ** (1 / (life + 1))


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
    beta = warmed_up(step, min_beta_fast, betas[0], num_beta_fast_warmup_steps)
    beta2 = betas[1]
    exp_avg[...] = beta * exp_avg + grad
    exp_avg_sq[...] = beta2 * exp_avg_sq + (1 - beta2) * grad**2
    c1, c2 = 1.0, 1.0
    if correct_bias:
        c1, c2 = (1 - beta**step) / (1 - beta), 1 - beta2**step
    return (2 * grad + exp_avg / c1) / (np.sqrt(exp_avg_sq / c2) + eps)
