"""Nothing is returned. The function returns the learning rate of the step as a number."""


def warmup_cosine(step, peak_lr, warmup_steps, total_steps, init_lr=0.0, end_lr=0.0):
    return None
