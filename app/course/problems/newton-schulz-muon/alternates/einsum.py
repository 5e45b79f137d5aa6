"""Products by einsum, the momentum by its difference from the gradient."""

import numpy as np


def newton_schulz(matrix, steps=5, eps=1e-7):
    x = np.array(matrix)
    norm = np.sqrt(np.einsum("ij,ij->", x, x))
    x = x / (norm if norm > eps else eps)
    for _ in range(steps):
        cube = np.einsum("ij,kj,kl->il", x, x, x)
        fifth = np.einsum("ij,kj,kl->il", cube, x, x)
        x = 3.4445 * x - 4.7750 * cube + 2.0315 * fifth
    return x


def muon_step(params, grads, momenta, lr=0.02, momentum=0.95, nesterov=True, steps=5, eps=1e-7):
    for p, g, m in zip(params, grads, momenta):
        m[...] = g + momentum * (m - g)
        u = g + momentum * (m - g) if nesterov else m
        p += -lr * np.sqrt(np.maximum(1.0, p.shape[0] / p.shape[1])) * newton_schulz(u, steps, eps)
