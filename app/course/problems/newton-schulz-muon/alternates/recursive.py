"""Recursion for the orientation, Horner's scheme for the polynomial."""

import numpy as np


def newton_schulz(matrix, steps=5, eps=1e-7):
    rows, columns = matrix.shape
    if rows > columns:
        return newton_schulz(matrix.T, steps, eps).T
    a, b, c = 3.4445, -4.7750, 2.0315
    one = np.identity(rows)
    x = matrix * (1 / max(np.linalg.norm(matrix, "fro"), eps))
    while steps:
        gram = np.dot(x, x.T)
        x = np.dot(np.dot(gram, c * gram + b * one) + a * one, x)
        steps -= 1
    return x


def average(old, new, beta):
    return beta * old + (1 - beta) * new


def muon_step(params, grads, momenta, lr=0.02, momentum=0.95, nesterov=True, steps=5, eps=1e-7):
    for p, g, m in zip(params, grads, momenta):
        m[:] = average(m, g, momentum)
        direction = newton_schulz(average(m, g, momentum) if nesterov else m, steps, eps)
        p[:] = p - lr * max(1, p.shape[0] / p.shape[1]) ** 0.5 * direction
