"""Nothing changes and nothing is returned. Write into the three averages, and return the update at the end."""


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
    return None
