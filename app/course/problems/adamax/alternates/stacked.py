"""Both candidates stacked, and the maximum over that axis."""

import numpy as np


def adamax_step(params, grads, m, u, t, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    for p, g, m_i, u_i in zip(params, grads, m, u):
        m_i[...] = g + beta1 * (m_i - g)
        np.copyto(u_i, np.max(np.stack([u_i * beta2, np.sqrt(g * g) + eps]), axis=0))
        p += (-lr / (1 - beta1**t)) * (m_i * np.reciprocal(u_i))
