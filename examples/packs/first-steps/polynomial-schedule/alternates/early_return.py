def polynomial_lr(step, total_steps, start, end=0.0, power=1.0):
    if step >= total_steps:
        return end
    share = (total_steps - step) / total_steps
    return start * share**power + end * (1 - share**power)
