"""Gradient descent (Cauchy 1847; Robbins & Monro 1951): the source of every expected value of this problem."""


def gradient_step(params, grads, lr=1e-3):
    for p, g in zip(params, grads):
        p[...] = p - lr * g
