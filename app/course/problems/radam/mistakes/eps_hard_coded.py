"""Your numbers are those of RAdam with eps fixed at 1e-8, whatever eps is passed in. Use the argument, also wherever
it is passed on.
"""

import numpy as np


def radam_step(params, grads, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    rho_inf = 2 / (1 - beta2) - 1
    rho = rho_inf - 2 * t * beta2**t / (1 - beta2**t)
    if rho > 5:
        r = np.sqrt((rho - 4) * (rho - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * rho))
    for p, g, m_i, v_i in zip(params, grads, m, v):
        m_i[...] = beta1 * m_i + (1 - beta1) * g
        v_i[...] = beta2 * v_i + (1 - beta2) * g**2
        m_hat = m_i / (1 - beta1**t)
        if rho > 5:
            p[...] = p - lr * r * m_hat * np.sqrt(1 - beta2**t) / (np.sqrt(v_i) + 1e-8)
        else:
            p[...] = p - lr * m_hat
