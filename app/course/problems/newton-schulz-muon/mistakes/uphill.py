"""Your params move up the gradient: the sign of the step is the wrong way round. The step is subtracted."""

import numpy as np

A, B, C = 3.4445, -4.7750, 2.0315


def newton_schulz(matrix, steps=5, eps=1e-7):
    tall = matrix.shape[0] > matrix.shape[1]
    x = matrix.T if tall else matrix
    x = x / max(np.linalg.norm(x), eps)
    for _ in range(steps):
        gram = x @ x.T
        x = A * x + (B * gram + C * gram @ gram) @ x
    return x.T if tall else x


def muon_step(params, grads, momenta, lr=0.02, momentum=0.95, nesterov=True, steps=5, eps=1e-7):
    for p, g, m in zip(params, grads, momenta):
        m[...] = momentum * m + (1 - momentum) * g
        u = momentum * m + (1 - momentum) * g if nesterov else m
        rows, columns = p.shape
        p[...] = p + lr * np.sqrt(max(1, rows / columns)) * newton_schulz(u, steps, eps)
