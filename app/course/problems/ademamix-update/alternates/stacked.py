"""The three averages as one stacked array, updated in one line and written back."""

import numpy as np


def slow_beta(step, start, end, steps):
    if steps is None or step >= steps:
        return end
    lives = np.log(0.5) / np.log(np.array([start, end]) + 1e-8) - 1
    return 0.5 ** (1 / (np.interp(step, [0, steps], lives) + 1))


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
    if num_alpha_warmup_steps is not None:
        alpha = np.interp(step, [0, num_alpha_warmup_steps], [0, alpha])
    slow = slow_beta(step, betas[0], betas[2], num_beta_slow_warmup_steps)
    keep = np.array([betas[0], slow, betas[1]]).reshape(3, *(1,) * grad.ndim)
    state = keep * np.stack([exp_avg_fast, exp_avg_slow, exp_avg_sq]) + (1 - keep) * np.stack([grad, grad, grad**2])
    exp_avg_fast[...], exp_avg_slow[...], exp_avg_sq[...] = state
    fast, square = state[0], state[2]
    if correct_bias:
        fast, square = fast / (1 - betas[0] ** step), square / (1 - betas[1] ** step)
    return (fast + alpha * state[1]) / (np.sqrt(square) + eps)
