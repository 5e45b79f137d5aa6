"""The average as a step towards the new gradient; np.copyto writes the result back."""

import numpy as np


def towards(old, new, share):
    return old + share * (new - old)


def ENTRY(params, grads, m, lr=1e-2, beta=0.9):
    for p, g, m_i in zip(params, grads, m):
        np.copyto(m_i, towards(m_i, g, 1 - beta))
        np.copyto(p, p - lr * m_i)
