import numpy as np


def ema_step(averages, params, t, decay=0.999, warmup=True):
    """Move the averages towards the parameters. Changes averages in place and returns None.

    averages  one array per tensor              t       steps of training so far, 1 at the first
    params    the weights of now, read only     decay   what the average keeps of itself, at most
                                                warmup  whether the decay grows with t
    """
    raise NotImplementedError("find the decay of this step, then move every average")
