"""The Gram matrix of the columns, without any transposition: more work for wide matrices, the same values."""

import numpy as np


def newton_schulz(matrix, steps=5, eps=1e-7):
    x = matrix / np.maximum(np.sqrt(np.sum(matrix * matrix)), eps)
    for _ in range(steps):
        gram = x.T @ x
        x = x @ (3.4445 * np.eye(len(gram)) - 4.7750 * gram + 2.0315 * gram @ gram)
    return x


def muon_step(params, grads, momenta, lr=0.02, momentum=0.95, nesterov=True, steps=5, eps=1e-7):
    for p, g, m in zip(params, grads, momenta):
        m *= momentum
        m += (1 - momentum) * g
        ahead = m + (1 - momentum) * (g - m) if nesterov else m
        longer = max(p.shape[0] / p.shape[1], 1) ** 0.5
        p -= lr * longer * newton_schulz(ahead, steps, eps)
