import numpy as np


def mars_step(params, grads, m, v, last, t, lr=3e-3, beta1=0.95, beta2=0.99, gamma=0.025, eps=1e-8, weight_decay=0.0):
    """One step of MARS on lists of arrays. Changes params, m, v and last in place and returns None.

    params  the tensors to be updated           t             the step, 1 at the first
    grads   their gradients, read only          lr            the learning rate
    m, v    first and second moment, one        beta1, beta2  how slowly m and v forget
            array per tensor                    gamma         strength of the correction
    last    the gradients of the last step      eps           keeps the division defined
                                                weight_decay  how much params shrink, per lr
    """
    raise NotImplementedError("correct the gradient, then write the update of m, v, last and params here")
