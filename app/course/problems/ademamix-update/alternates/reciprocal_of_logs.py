"""The half-lives never appear: in them, 1 / ln(beta) moves in a straight line."""

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
    fast, second, slow = betas
    if num_beta_slow_warmup_steps and step < num_beta_slow_warmup_steps:
        share = step / num_beta_slow_warmup_steps
        slow = np.exp(1 / ((1 - share) / np.log(fast + 1e-8) + share / np.log(slow + 1e-8)))
    if num_alpha_warmup_steps and step < num_alpha_warmup_steps:
        alpha = alpha * step / num_alpha_warmup_steps
    for average, beta, value in (
        (exp_avg_fast, fast, grad),
        (exp_avg_slow, slow, grad),
        (exp_avg_sq, second, grad * grad),
    ):
        average *= beta
        average += (1 - beta) * value
    if not correct_bias:
        return (exp_avg_fast + alpha * exp_avg_slow) / (np.sqrt(exp_avg_sq) + eps)
    scale = np.sqrt(exp_avg_sq / (1 - second**step)) + eps
    return exp_avg_fast / ((1 - fast**step) * scale) + alpha * exp_avg_slow / scale
