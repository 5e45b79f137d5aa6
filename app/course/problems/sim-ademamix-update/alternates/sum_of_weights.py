"""The correction as the sum that it is; 1 / ln(beta) in a straight line instead of half-lives."""

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
    beta = betas[0]
    if num_beta_fast_warmup_steps and step < num_beta_fast_warmup_steps:
        share = step / num_beta_fast_warmup_steps
        beta = np.exp(1 / ((1 - share) / np.log(min_beta_fast + 1e-8) + share / np.log(beta + 1e-8)))
    np.copyto(exp_avg, beta * exp_avg + grad)
    np.copyto(exp_avg_sq, betas[1] * exp_avg_sq + (1 - betas[1]) * grad * grad)
    if not correct_bias:
        return (alpha * grad + exp_avg) / (np.sqrt(exp_avg_sq) + eps)
    weights = np.sum(beta ** np.arange(step))
    square_weights = np.sum((1 - betas[1]) * betas[1] ** np.arange(step))
    return (alpha * grad + exp_avg / weights) / (np.sqrt(exp_avg_sq / square_weights) + eps)
