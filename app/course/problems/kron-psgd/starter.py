import numpy as np


def kron_psgd_step(params, grads, noise, Q_left, Q_right, lr=3e-3, precond_lr=0.1):
    """One step of Kron-PSGD on lists of matrices. Changes params, Q_left and Q_right in place, returns None.

    params           the tensors to be updated     noise       standard normal numbers, like grads
    grads            their gradients, read only    lr          the learning rate of params
    Q_left, Q_right  upper triangular factors      precond_lr  the rate of the factors
    """
    raise NotImplementedError("fit the factors, then take the step with the new ones")
