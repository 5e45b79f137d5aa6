"""Your slow beta warms up one step late: it counts from 0, and the step that is passed in is 1 at the first call. At
step N it has reached the end.
"""

import math

import numpy as np


def half_life(beta):
    return math.log(0.5) / math.log(beta + 1e-8) - 1


def share_of(step, steps):
    return 1.0 if steps is None else min(step / steps, 1.0)


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
    beta_fast, beta2, beta_slow = betas
    alpha = share_of(step, num_alpha_warmup_steps) * alpha
    share = share_of(step, num_beta_slow_warmup_steps)
    if share < 1:
        share = (step - 1) / num_beta_slow_warmup_steps
        life = (1 - share) * half_life(beta_fast) + share * half_life(beta_slow)
        beta_slow = 0.5 ** (1 / (life + 1))
    c1, c2 = (1 - beta_fast**step, 1 - beta2**step) if correct_bias else (1.0, 1.0)
    exp_avg_fast[...] = beta_fast * exp_avg_fast + (1 - beta_fast) * grad
    exp_avg_slow[...] = beta_slow * exp_avg_slow + (1 - beta_slow) * grad
    exp_avg_sq[...] = beta2 * exp_avg_sq + (1 - beta2) * grad**2
    return (exp_avg_fast / c1 + alpha * exp_avg_slow) / (np.sqrt(exp_avg_sq / c2) + eps)
