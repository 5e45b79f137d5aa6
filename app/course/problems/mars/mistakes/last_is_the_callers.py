"""Your numbers are right, but the slots of last hold the arrays of grads themselves: last[i] = g. Whoever writes the
next gradients into those arrays changes last as well. Write the values into last[i].
"""

import numpy as np


def mars_step(params, grads, m, v, last, t, lr=3e-3, beta1=0.95, beta2=0.99, gamma=0.025, eps=1e-8, weight_decay=0.0):
    c1, c2 = 1 - beta1**t, 1 - beta2**t
    for i, (p, g, m_i, v_i, last_i) in enumerate(zip(params, grads, m, v, last)):
        c = g + gamma * beta1 / (1 - beta1) * (g - last_i)
        c = c / max(1.0, np.linalg.norm(c))
        m_i[...] = beta1 * m_i + (1 - beta1) * c
        v_i[...] = beta2 * v_i + (1 - beta2) * c**2
        last[i] = g
        p[...] = p - lr * (m_i / c1 / (np.sqrt(v_i / c2) + eps) + weight_decay * p)
