import numpy as np


def adagrad_step(params, grads, sums, t, lr=1e-2, lr_decay=0.0, eps=1e-10):
    """One step of AdaGrad on lists of arrays. Changes params and sums in place and returns None.

    params  the tensors to be updated          t         the step, 1 at the first
    grads   their gradients, read only         lr        the learning rate
    sums    the sums of their squared          lr_decay  how fast the learning rate falls
            gradients, one array per tensor    eps       keeps the division defined
    """
    raise NotImplementedError("write the update of sums and params here")
