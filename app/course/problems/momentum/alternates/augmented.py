"""Augmented assignment, by position."""


def momentum_step(params, grads, buf, lr=1e-3, momentum=0.9):
    for i in range(len(params)):
        buf[i] *= momentum
        buf[i] += grads[i]
        params[i] -= lr * buf[i]
