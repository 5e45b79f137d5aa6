import numpy as np


def nesterov_step(params, grads, buf, lr=1e-3, momentum=0.9):
    """One step of Nesterov momentum on lists of arrays. Changes params and buf in place and returns None.

    params  the tensors to be updated       lr        the learning rate
    grads   their gradients, read only      momentum  the share of buf that is kept
    buf     the decaying sums of their gradients, one array per tensor
    """
    raise NotImplementedError("write the update of buf and params here")
