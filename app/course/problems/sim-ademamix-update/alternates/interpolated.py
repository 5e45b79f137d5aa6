"""The half-life by np.interp, which also stops at the end of the warm-up."""

import numpy as np


def lives(*betas):
    return np.log(0.5) / np.log(np.array(betas) + 1e-8)


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
    beta, beta2 = betas
    steps = num_beta_fast_warmup_steps
    if steps is not None and step < steps:
        beta = float(0.5 ** (1 / np.interp(step, [0, steps], lives(min_beta_fast, beta))))
    exp_avg[...] = grad + beta * exp_avg
    exp_avg_sq[...] = grad**2 + beta2 * (exp_avg_sq - grad**2)
    mean, square = exp_avg, exp_avg_sq
    if correct_bias:
        mean, square = exp_avg * (1 - beta) / (1 - beta**step), exp_avg_sq / (1 - beta2**step)
    return (mean + alpha * grad) / (eps + np.sqrt(square))
