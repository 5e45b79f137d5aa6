"""Augmented assignment, by position."""


def adadelta_step(params, grads, v, acc_delta, lr=1.0, rho=0.9, eps=1e-6):
    for i, g in enumerate(grads):
        v[i] *= rho
        v[i] += (1 - rho) * g * g
        delta = ((acc_delta[i] + eps) / (v[i] + eps)) ** 0.5 * g
        acc_delta[i] *= rho
        acc_delta[i] += (1 - rho) * delta * delta
        params[i] -= lr * delta
