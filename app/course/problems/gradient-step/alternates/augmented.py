"""Augmented assignment, by position."""


def gradient_step(params, grads, lr=1e-3):
    for index in range(len(params)):
        params[index] -= lr * grads[index]
