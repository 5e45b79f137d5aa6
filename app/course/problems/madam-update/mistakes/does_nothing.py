"""Nothing changes and nothing is returned. Write into the two averages, and return the update at the end."""


def calculate_madam_update(grad, exp_avg, exp_avg_sq_scaled, *, betas, correct_bias, step, scale_log2):
    return None
