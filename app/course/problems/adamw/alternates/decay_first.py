"""The decay as a factor, before anything else, as PyTorch does it."""


def adamw_step(params, grads, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    for i, g in enumerate(grads):
        params[i] *= 1 - lr * weight_decay
        m[i] *= beta1
        m[i] += (1 - beta1) * g
        v[i] *= beta2
        v[i] += (1 - beta2) * g * g
        root = (v[i] / (1 - beta2**t)) ** 0.5
        params[i] -= lr * (m[i] / (1 - beta1**t)) / (root + eps)
