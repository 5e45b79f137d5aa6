"""The first step counts as 1, so that `start` is never reached. Steps count from 0."""


def polynomial_lr(step, total_steps, start, end=0.0, power=1.0):
    left = 1.0 - min(step + 1, total_steps) / total_steps
    return end + (start - end) * left**power
