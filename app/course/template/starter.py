import numpy as np


def square_step(params, lr=0.1):
    """One step on a list of arrays. Changes params in place and returns None."""
    raise NotImplementedError("write the step here")
