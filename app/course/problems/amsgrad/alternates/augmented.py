"""Augmented assignment, by position; the maximum by a mask."""


def amsgrad_step(params, grads, m, v, v_max, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    for i, g in enumerate(grads):
        m[i] *= beta1
        m[i] += (1 - beta1) * g
        v[i] *= beta2
        v[i] += (1 - beta2) * g * g
        higher = v[i] > v_max[i]
        v_max[i][higher] = v[i][higher]
        root = (v_max[i] / (1 - beta2**t)) ** 0.5
        params[i] -= lr * (m[i] / (1 - beta1**t)) / (root + eps)
