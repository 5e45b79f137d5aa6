"""Writes through an ellipsis, which any shape has."""


def gradient_step(params, grads, lr=1e-3):
    for number, gradient in enumerate(grads):
        params[number][...] = params[number] - lr * gradient
