"""Augmented assignment, by position."""


def ENTRY(params, grads, m, lr=1e-2, beta=0.9):
    for i, g in enumerate(grads):
        m[i] *= beta
        m[i] += (1 - beta) * g
        params[i] -= lr * m[i]
