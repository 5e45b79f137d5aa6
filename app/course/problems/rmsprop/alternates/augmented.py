"""Augmented assignment, by position."""


def rmsprop_step(params, grads, v, buf, lr=1e-2, alpha=0.99, eps=1e-8, momentum=0.0):
    for i, g in enumerate(grads):
        v[i] *= alpha
        v[i] += (1 - alpha) * g * g
        buf[i] *= momentum
        buf[i] += g / (v[i] ** 0.5 + eps)
        params[i] -= lr * buf[i]
