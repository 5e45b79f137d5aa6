def warmup_cosine(step, peak_lr, warmup_steps, total_steps, init_lr=0.0, end_lr=0.0):
    """The learning rate at a step, counted from 0: a line from init_lr up to peak_lr, then half a cosine to end_lr."""
    raise NotImplementedError("work out the learning rate of this step here")
