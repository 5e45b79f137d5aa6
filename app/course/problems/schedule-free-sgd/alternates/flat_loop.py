"""Plain Python over single numbers."""

import math


def schedule_free_sgd_step(params, grads, z, t, lr=1.0, beta1=0.9, weight_decay=0.0, warmup=1):
    c = min(t / warmup, 1) ** 2 / math.fsum(min(k / warmup, 1) ** 2 for k in range(1, t + 1))
    rate = lr * min(t / warmup, 1)
    for y, g, fast in zip(params, grads, z):
        for k, gradient in enumerate(g.reshape(-1).tolist()):
            before, old = y.flat[k], fast.flat[k]
            u = gradient + weight_decay * before
            fast.flat[k] = old - rate * u
            y.flat[k] = (1 - c) * before + c * old - rate * u * (1 - beta1 + beta1 * c)
