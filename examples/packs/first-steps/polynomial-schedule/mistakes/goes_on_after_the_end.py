"""After the last step the formula goes on, below `end` or up again. Take no more than `total_steps` for the step."""


def polynomial_lr(step, total_steps, start, end=0.0, power=1.0):
    left = 1.0 - step / total_steps
    return end + (start - end) * left**int(power) if power == int(power) else end + (start - end) * abs(left) ** power
