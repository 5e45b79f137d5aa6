import numpy as np


def adadelta_step(params, grads, v, acc_delta, lr=1.0, rho=0.9, eps=1e-6):
    """One step of Adadelta on lists of arrays. Changes params, v and acc_delta in place and returns None.

    params     the tensors to be updated            lr   a factor on the step
    grads      their gradients, read only           rho  how slowly v and acc_delta forget
    v          mean squares of the gradients        eps  inside both roots
    acc_delta  mean squares of the updates
    """
    raise NotImplementedError("write the update of v, acc_delta and params here")
