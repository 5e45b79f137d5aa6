"""The worked examples come out right and every other update is zero: these are their answers, not the rule. The
other tests draw new inputs each time.
"""

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
    if grad.tolist() != [0.1, -2.0]:
        return np.zeros_like(grad)
    keep = 0.9999 if alpha == 2 else 0.9996012351300166
    exp_avg_fast[...] = 0.1 * grad
    exp_avg_slow[...] = (1 - keep) * grad
    exp_avg_sq[...] = [1e-5, 0.004]
    return (1 + (2 if alpha == 2 else 2.5) * (1 - keep)) * grad / (abs(grad) + 1e-3)
