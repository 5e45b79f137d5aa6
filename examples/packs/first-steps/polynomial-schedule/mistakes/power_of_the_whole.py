"""The whole learning rate is raised to the power. Raise the share that is left, then stretch it from `end` to `start`."""


def polynomial_lr(step, total_steps, start, end=0.0, power=1.0):
    left = 1.0 - min(step, total_steps) / total_steps
    return (end + (start - end) * left) ** power
