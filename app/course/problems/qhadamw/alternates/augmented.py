"""Augmented assignment over indices, the decay first."""


def qhadamw_step(
    params, grads, m, v, t, lr=1e-3, beta1=0.995, beta2=0.999, nu1=0.7, nu2=1.0, eps=1e-8, weight_decay=0.01
):
    for i, g in enumerate(grads):
        m[i] *= beta1
        m[i] += (1 - beta1) * g
        v[i] *= beta2
        v[i] += (1 - beta2) * g * g
        m_hat, v_hat = m[i] / (1 - beta1**t), v[i] / (1 - beta2**t)
        step = ((1 - nu1) * g + nu1 * m_hat) / (((1 - nu2) * g * g + nu2 * v_hat) ** 0.5 + eps)
        params[i] *= 1 - lr * weight_decay
        params[i] -= lr * step
