import numpy as np


def rmsprop_step(params, grads, v, buf, lr=1e-2, alpha=0.99, eps=1e-8, momentum=0.0):
    """One step of RMSprop on lists of arrays. Changes params, v and buf in place and returns None.

    params  the tensors to be updated          lr        the learning rate
    grads   their gradients, read only         alpha     how slowly v forgets
    v       mean squares of the gradients      eps       keeps the division defined
    buf     sums of the scaled gradients       momentum  the share of buf that is kept
    """
    raise NotImplementedError("write the update of v, buf and params here")
