"""Augmented assignment; the scale is a number or an array."""


def radam_step(params, grads, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    rho_inf = 2 / (1 - beta2) - 1
    rho = rho_inf - 2 * t * beta2**t / (1 - beta2**t)
    for i, g in enumerate(grads):
        m[i] *= beta1
        m[i] += (1 - beta1) * g
        v[i] *= beta2
        v[i] += (1 - beta2) * g * g
        scale = 1.0
        if rho > 5:
            r = ((rho - 4) * (rho - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * rho)) ** 0.5
            scale = r * (1 - beta2**t) ** 0.5 / (v[i] ** 0.5 + eps)
        params[i] -= lr * scale * m[i] / (1 - beta1**t)
