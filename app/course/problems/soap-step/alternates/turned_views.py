"""Augmented assignment, turning by einsum."""

import numpy as np


def soap_step(
    params, grads, m, v, left, right, Q_left, Q_right, t, lr=3e-3, beta1=0.95, beta2=0.95, shampoo_beta=0.95, eps=1e-8
):
    rate = lr * (1 - beta2**t) ** 0.5 / (1 - beta1**t)
    for i, g in enumerate(grads):
        seen = np.einsum("ki,kl,lj->ij", Q_left[i], g, Q_right[i])
        m[i] *= beta1
        m[i] += (1 - beta1) * seen
        v[i] *= beta2
        v[i] += (1 - beta2) * np.square(seen)
        u = m[i] / (np.sqrt(v[i]) + eps)
        params[i] -= rate * np.einsum("ik,kl,jl->ij", Q_left[i], u, Q_right[i])
        left[i] *= shampoo_beta
        left[i] += (1 - shampoo_beta) * np.einsum("ik,jk->ij", g, g)
        right[i] *= shampoo_beta
        right[i] += (1 - shampoo_beta) * np.einsum("ki,kj->ij", g, g)
