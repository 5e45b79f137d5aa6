def polynomial_lr(step, total_steps, start, end=0.0, power=1.0):
    """The learning rate at a step, counted from 0."""
    raise NotImplementedError("work out the learning rate of this step here")
