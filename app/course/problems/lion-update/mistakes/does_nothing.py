"""Nothing changes and nothing is returned. Write into exp_avg, and return the sign at the end."""


def calculate_lion_update(grad, exp_avg, *, betas):
    return None
