"""Augmented assignment, by position."""


def adagrad_step(params, grads, sums, t, lr=1e-2, lr_decay=0.0, eps=1e-10):
    for i, g in enumerate(grads):
        sums[i] += g * g
        params[i] -= lr * g / ((1 + (t - 1) * lr_decay) * (sums[i] ** 0.5 + eps))
