"""Augmented assignment, and a running product in a loop."""


def nadam_step(params, grads, m, v, t, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8, psi=0.004):
    product = 1.0
    for k in range(1, t + 1):
        mu = beta1 * (1 - 0.5 * 0.96 ** (k * psi))
        product *= mu
    mu_next = beta1 * (1 - 0.5 * 0.96 ** ((t + 1) * psi))
    for i, g in enumerate(grads):
        m[i] *= beta1
        m[i] += (1 - beta1) * g
        v[i] *= beta2
        v[i] += (1 - beta2) * g * g
        root = (v[i] / (1 - beta2**t)) ** 0.5 + eps
        params[i] -= lr * (1 - mu) / (1 - product) * g / root
        params[i] -= lr * mu_next / (1 - product * mu_next) * m[i] / root
