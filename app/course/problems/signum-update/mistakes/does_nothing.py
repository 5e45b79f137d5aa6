"""Nothing changes and nothing is returned. Write into exp_avg, and return the sign at the end."""


def calculate_signum_update(grad, exp_avg, *, momentum, correct_bias, nesterov, step, use_shape_scaling=False):
    return None
