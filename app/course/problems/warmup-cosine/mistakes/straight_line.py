"""Your learning rate falls on a straight line. It should follow half a cosine, (1 + cos(pi * share)) / 2."""



def warmup_cosine(step, peak_lr, warmup_steps, total_steps, init_lr=0.0, end_lr=0.0):
    if step < warmup_steps:
        return init_lr + (peak_lr - init_lr) * step / warmup_steps
    share = min((step - warmup_steps) / (total_steps - warmup_steps), 1.0)
    return end_lr + (peak_lr - end_lr) * (1 - share)
