"""Nothing changes and nothing is returned. Write into exp_avg and exp_avg_sq, and return the update at the end."""


def calculate_laprop_update(grad, exp_avg, exp_avg_sq, *, betas, eps, correct_bias, step):
    return None
