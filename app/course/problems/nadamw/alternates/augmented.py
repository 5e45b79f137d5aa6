"""Augmented assignment, the decay first."""


def nadamw_step(params, grads, m, v, t, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    for i, g in enumerate(grads):
        m[i] += (1 - beta1) * (g - m[i])
        v[i] += (1 - beta2) * (g * g - v[i])
        root = (v[i] / (1 - beta2**t)) ** 0.5 + eps
        params[i] *= 1 - lr * weight_decay
        params[i] -= lr * (1 - beta1) / (1 - beta1**t) * g / root
        params[i] -= lr * beta1 / (1 - beta1 ** (t + 1)) * m[i] / root
