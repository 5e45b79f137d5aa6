"""The schedule begins at `start + end`: all of `start` falls and `end` is added. Only `start - end` falls."""


def polynomial_lr(step, total_steps, start, end=0.0, power=1.0):
    left = 1.0 - min(step, total_steps) / total_steps
    return end + start * left**power
