"""Corrects only where it can matter, and takes the sign by comparisons."""


def calculate_signum_update(grad, exp_avg, *, momentum, correct_bias, nesterov, step, use_shape_scaling=False):
    exp_avg *= momentum
    exp_avg += (1 - momentum) * grad
    direction = exp_avg
    if nesterov:
        weight = (1 - momentum ** (step + 1)) / (1 - momentum**step) if correct_bias else 1.0
        direction = momentum * exp_avg + (1 - momentum) * weight * grad
    size = 2 / (grad.shape[0] + grad.shape[1]) if use_shape_scaling else 1.0
    return (direction > 0) * size - (direction < 0) * size
