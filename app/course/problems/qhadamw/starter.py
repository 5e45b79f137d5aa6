import numpy as np


def qhadamw_step(
    params, grads, m, v, t, lr=1e-3, beta1=0.995, beta2=0.999, nu1=0.7, nu2=1.0, eps=1e-8, weight_decay=0.01
):
    """One step of QHAdamW on lists of arrays. Changes params, m and v in place and returns None.

    params    the tensors to be updated         t             the step, 1 at the first
    grads     their gradients, read only        lr            the learning rate
    m, v      first and second moment, one      beta1, beta2  how slowly m and v forget
              array per tensor                  eps           keeps the division defined
    nu1, nu2  shares of the averages in         weight_decay  how much params shrink, per lr
              numerator and denominator
    """
    raise NotImplementedError("write the update of m, v and params here")
