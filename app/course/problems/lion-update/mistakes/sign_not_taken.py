"""You return the mixture itself. Lion returns its sign: every entry is -1, 0 or 1."""


def calculate_lion_update(grad, exp_avg, *, betas):
    beta1, beta2 = betas
    update = beta1 * exp_avg + (1 - beta1) * grad
    exp_avg[...] = beta2 * exp_avg + (1 - beta2) * grad
    return update
