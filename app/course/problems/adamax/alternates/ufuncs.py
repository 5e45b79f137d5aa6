"""In-place ufuncs: every result is written into an array that is there already."""

import numpy as np


def adamax_step(params, grads, m, u, t, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    rate = lr / (1 - beta1**t)
    for p, g, m_i, u_i in zip(params, grads, m, u):
        np.add(m_i, (1 - beta1) * np.subtract(g, m_i), out=m_i)
        np.multiply(u_i, beta2, out=u_i)
        np.maximum(u_i, np.add(np.absolute(g), eps), out=u_i)
        np.subtract(p, rate * np.divide(m_i, u_i), out=p)
