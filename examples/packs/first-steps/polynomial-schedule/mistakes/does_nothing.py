"""Nothing is returned. The function returns the learning rate of the step as a number."""


def polynomial_lr(step, total_steps, start, end=0.0, power=1.0):
    return None
