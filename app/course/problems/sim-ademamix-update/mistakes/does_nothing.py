"""Nothing changes and nothing is returned. Write into exp_avg and exp_avg_sq, and return the update at the end."""


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
    return None
