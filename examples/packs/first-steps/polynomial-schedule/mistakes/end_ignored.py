"""The learning rate falls to 0 whatever `end` says. What falls is the part of `start` that is above `end`."""


def polynomial_lr(step, total_steps, start, end=0.0, power=1.0):
    left = 1.0 - min(step, total_steps) / total_steps
    return start * left**power
