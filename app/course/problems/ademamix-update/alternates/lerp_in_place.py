"""Differences instead of weights, as a port of a torch function reads; schedulers as functions of their own."""

import math

import numpy as np


def linear_warmup(step, end, start, steps):
    if step < steps:
        a = step / float(steps)
        return (1.0 - a) * start + a * end
    return end


def half_life_warmup(step, end, start, steps):
    if step >= steps:
        return end
    lives = [math.log(0.5) / math.log(beta + 1e-8) - 1 for beta in (end, start)]
    return math.pow(0.5, 1 / (linear_warmup(step, *lives, steps) + 1))


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
        alpha = linear_warmup(step, alpha, 0, num_alpha_warmup_steps)
    slow = betas[2]
    if num_beta_slow_warmup_steps is not None:
        slow = half_life_warmup(step, betas[2], betas[0], num_beta_slow_warmup_steps)
    exp_avg_fast += (1 - betas[0]) * (grad - exp_avg_fast)
    exp_avg_slow += (1 - slow) * (grad - exp_avg_slow)
    exp_avg_sq += (1 - betas[1]) * (np.square(grad) - exp_avg_sq)
    correction1 = 1 - betas[0] ** step if correct_bias else 1
    correction2 = 1 - betas[1] ** step if correct_bias else 1
    return (exp_avg_fast / correction1 + alpha * exp_avg_slow) / (np.sqrt(exp_avg_sq / correction2) + eps)
