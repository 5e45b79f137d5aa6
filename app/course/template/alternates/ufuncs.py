"""In-place ufuncs: every result is written into an array that is there already."""

import numpy as np


def ENTRY(params, grads, m, lr=1e-2, beta=0.9):
    for p, g, m_i in zip(params, grads, m):
        np.multiply(m_i, beta, out=m_i)
        np.add(m_i, (1 - beta) * g, out=m_i)
        np.subtract(p, lr * m_i, out=p)
