"""The matrix as one long vector: both bases in a single Kronecker product."""

import numpy as np


def soap_step(
    params, grads, m, v, left, right, Q_left, Q_right, t, lr=3e-3, beta1=0.95, beta2=0.95, shampoo_beta=0.95, eps=1e-8
):
    for i in range(len(params)):
        g = grads[i]
        whole = np.kron(Q_left[i], Q_right[i])
        seen = (whole.T @ g.reshape(-1)).reshape(g.shape)
        m[i][...] = seen + beta1 * (m[i] - seen)
        v[i][...] = seen * seen + beta2 * (v[i] - seen * seen)
        u = np.divide(m[i], np.sqrt(v[i]) + eps) * np.sqrt(1 - beta2**t) / (1 - beta1**t)
        params[i] -= lr * (whole @ u.reshape(-1)).reshape(g.shape)
        left[i] += (1 - shampoo_beta) * (np.dot(g, g.T) - left[i])
        right[i] += (1 - shampoo_beta) * (np.dot(g.T, g) - right[i])
