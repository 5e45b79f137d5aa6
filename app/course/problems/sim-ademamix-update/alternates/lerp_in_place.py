"""Augmented assignment, as a port of a torch function reads: mul_, add_ and lerp_."""

import math

import numpy as np


def half_life_warmup(step, end, start, steps):
    def to_life(beta, offset=1e-8):
        return math.log(0.5) / math.log(beta + offset) - 1

    if step < steps:
        a = step / float(steps)
        return math.pow(0.5, 1 / ((1.0 - a) * to_life(start) + a * to_life(end) + 1))
    return end


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
    beta_fast, beta2 = betas
    if num_beta_fast_warmup_steps is not None:
        beta_fast = half_life_warmup(step, beta_fast, min_beta_fast, num_beta_fast_warmup_steps)
    exp_avg *= beta_fast
    exp_avg += grad
    exp_avg_sq += (1 - beta2) * (np.square(grad) - exp_avg_sq)
    correction1 = correction2 = 1
    if correct_bias:
        correction1 = (1 - beta_fast**step) / (1 - beta_fast)
        correction2 = 1 - beta2**step
    return (alpha * grad + exp_avg / correction1) / (np.sqrt(exp_avg_sq / correction2) + eps)
