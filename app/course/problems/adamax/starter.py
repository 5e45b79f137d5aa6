import numpy as np


def adamax_step(params, grads, m, u, t, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """One step of Adamax on lists of arrays. Changes params, m and u in place and returns None.

    params  the tensors to be updated           t             the step, 1 at the first
    grads   their gradients, read only          lr            the learning rate
    m       running averages of the gradients   beta1, beta2  how slowly m and u forget
    u       decaying largest gradients          eps           keeps u above zero
    """
    raise NotImplementedError("write the update of m, u and params here")
