"""Your runs have one step. At the first step m_hat = g and v_hat = g^2 whatever the betas are; many faults first
show at the second.
"""

import numpy as np


def breaking_gradients(fault, size, lr, beta1, beta2, eps):
    return [np.arange(1.0, size + 1.0)]
