"""Nothing changes. Write the new numbers into averages."""


def ema_step(averages, params, t, decay=0.999, warmup=True):
    return None
