"""Plain Python over single numbers."""

import math

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
    b1, b2 = betas
    if num_beta_fast_warmup_steps and step < num_beta_fast_warmup_steps:
        s = step / num_beta_fast_warmup_steps
        low, high = math.log(min_beta_fast + 1e-8), math.log(b1 + 1e-8)
        b1 = math.exp(low * high / ((1 - s) * high + s * low))
    c1, c2 = ((1 - b1) / (1 - b1**step), 1 / (1 - b2**step)) if correct_bias else (1.0, 1.0)
    update = np.empty_like(grad)
    for k in np.ndindex(grad.shape):
        g = float(grad[k])
        exp_avg[k] = b1 * float(exp_avg[k]) + g
        exp_avg_sq[k] = b2 * float(exp_avg_sq[k]) + (1 - b2) * g * g
        update[k] = (alpha * g + c1 * float(exp_avg[k])) / (math.sqrt(c2 * float(exp_avg_sq[k])) + eps)
    return update
