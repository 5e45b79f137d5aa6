"""Writes through a slice of the whole array."""


def gradient_step(params, grads, lr=1e-3):
    for number, gradient in enumerate(grads):
        params[number][:] = params[number] - lr * gradient
