import numpy as np


def ENTRY(params, grads, m, lr=1e-2, beta=0.9):
    """One step on lists of arrays. Changes params and m in place and returns None.

    params  the tensors to be updated          lr      the learning rate
    grads   their gradients, read only         beta    how slowly m forgets
    m       averages of the gradients
    """
    raise NotImplementedError("write the update of m and params here")
