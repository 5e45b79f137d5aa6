"""In-place ufuncs, and a denominator of ones while v cannot be trusted."""

import numpy as np


def radam_step(params, grads, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    rho_inf = (1 + beta2) / (1 - beta2)
    rho = rho_inf - 2 * t * beta2**t / (1 - beta2**t)
    numerator, trusted = lr / (1 - beta1**t), rho > 5
    if trusted:
        numerator *= np.sqrt((rho - 4) / (rho_inf - 4) * (rho - 2) / (rho_inf - 2) * rho_inf / rho * (1 - beta2**t))
    for p, g, m_i, v_i in zip(params, grads, m, v):
        np.add(m_i, (1 - beta1) * np.subtract(g, m_i), out=m_i)
        np.add(v_i, (1 - beta2) * np.subtract(g * g, v_i), out=v_i)
        denominator = np.add(np.sqrt(v_i), eps) if trusted else np.ones_like(v_i)
        np.subtract(p, numerator * np.divide(m_i, denominator), out=p)
