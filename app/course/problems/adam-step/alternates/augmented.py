"""Augmented assignment throughout."""


def adam_step(params, grads, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    for index, g in enumerate(grads):
        m[index] *= beta1
        m[index] += (1 - beta1) * g
        v[index] *= beta2
        v[index] += (1 - beta2) * g * g
        m_hat = m[index] / (1 - beta1**t)
        v_hat = v[index] / (1 - beta2**t)
        params[index] -= lr * m_hat / (v_hat**0.5 + eps)
