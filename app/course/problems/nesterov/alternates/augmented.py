"""Augmented assignment, by position."""


def nesterov_step(params, grads, buf, lr=1e-3, momentum=0.9):
    for i, g in enumerate(grads):
        buf[i] *= momentum
        buf[i] += g
        params[i] -= lr * g
        params[i] -= lr * momentum * buf[i]
