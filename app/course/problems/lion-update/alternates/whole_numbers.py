"""Counts where the direction points, in integers."""


def calculate_lion_update(grad, exp_avg, *, betas):
    direction = exp_avg * betas[0] + grad * (1 - betas[0])
    exp_avg[...] = exp_avg * betas[1] + grad * (1 - betas[1])
    return (direction > 0).astype(int) - (direction < 0).astype(int)
