"""Augmented assignment over indices, the norm by a sum of squares."""


def mars_step(params, grads, m, v, last, t, lr=3e-3, beta1=0.95, beta2=0.99, gamma=0.025, eps=1e-8, weight_decay=0.0):
    for i, g in enumerate(grads):
        c = g + gamma * (beta1 / (1 - beta1)) * (g - last[i])
        norm = (c * c).sum() ** 0.5
        if norm > 1:
            c = c / norm
        m[i] *= beta1
        m[i] += (1 - beta1) * c
        v[i] *= beta2
        v[i] += (1 - beta2) * c * c
        step = (m[i] / (1 - beta1**t)) / ((v[i] / (1 - beta2**t)) ** 0.5 + eps)
        params[i] *= 1 - lr * weight_decay
        params[i] -= lr * step
        last[i][...] = g
