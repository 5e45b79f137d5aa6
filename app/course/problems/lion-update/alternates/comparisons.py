"""The sign by two comparisons, the average by augmented assignment."""


def calculate_lion_update(grad, exp_avg, *, betas):
    direction = exp_avg * betas[0] + grad * (1 - betas[0])
    exp_avg *= betas[1]
    exp_avg += grad * (1 - betas[1])
    return (direction > 0) * 1.0 - (direction < 0) * 1.0
