"""Your gradients are the same at every step. Then m_hat and the root of v_hat are both g, and nearly every Adam,
right or wrong, takes a step of lr.
"""

import numpy as np


def breaking_gradients(fault, size, lr, beta1, beta2, eps):
    return [np.ones(size)] * 10
