"""Plain Python over single numbers."""

import math

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
    def share(steps):
        return min(1.0, step / steps) if steps else 1.0

    b1, b2, b3 = betas
    s = share(num_beta_slow_warmup_steps)
    if s < 1:
        from_log, to_log = math.log(b1 + 1e-8), math.log(b3 + 1e-8)
        b3 = math.exp(from_log * to_log / ((1 - s) * to_log + s * from_log))
    weight = alpha * share(num_alpha_warmup_steps)
    p1, p2 = (b1**step, b2**step) if correct_bias else (0.0, 0.0)
    update = np.empty_like(grad)
    for k in np.ndindex(grad.shape):
        g = float(grad[k])
        exp_avg_fast[k] = b1 * float(exp_avg_fast[k]) + (1 - b1) * g
        exp_avg_slow[k] = b3 * float(exp_avg_slow[k]) + (1 - b3) * g
        exp_avg_sq[k] = b2 * float(exp_avg_sq[k]) + (1 - b2) * g * g
        numerator = float(exp_avg_fast[k]) / (1 - p1) + weight * float(exp_avg_slow[k])
        update[k] = numerator / (math.sqrt(float(exp_avg_sq[k]) / (1 - p2)) + eps)
    return update
