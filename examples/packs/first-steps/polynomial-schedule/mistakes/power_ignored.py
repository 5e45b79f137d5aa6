"""The learning rate falls on a line whatever `power` says. Raise the share that is left to that power."""


def polynomial_lr(step, total_steps, start, end=0.0, power=1.0):
    left = 1.0 - min(step, total_steps) / total_steps
    return end + (start - end) * left
