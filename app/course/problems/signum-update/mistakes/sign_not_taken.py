"""You return the average itself. Signum returns its sign: every entry is -1, 0 or 1, times the scale where one is
asked for.
"""


def calculate_signum_update(grad, exp_avg, *, momentum, correct_bias, nesterov, step, use_shape_scaling=False):
    exp_avg[...] = momentum * exp_avg + (1 - momentum) * grad
    c, c_next = 1.0, 1.0
    if correct_bias:
        c, c_next = 1 - momentum**step, 1 - momentum ** (step + 1)
    if nesterov:
        direction = momentum * exp_avg / c_next + (1 - momentum) * grad / c
    else:
        direction = exp_avg / c
    update = direction
    if use_shape_scaling:
        rows, columns = grad.shape
        update = update * (2 / (rows + columns))
    return update
