import numpy as np


def nadam_step(params, grads, m, v, t, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8, psi=0.004):
    """One step of NAdam on lists of arrays. Changes params, m and v in place and returns None.

    params  the tensors to be updated           t             the step, 1 at the first
    grads   their gradients, read only          lr            the learning rate
    m, v    first and second moment, one        beta1, beta2  how slowly m and v forget
            array per tensor                    eps           keeps the division defined
                                                psi           how fast the momentum warms up
    """
    raise NotImplementedError("write the update of m, v and params here")
