"""Plain Python over single numbers, with math.hypot."""

import math


def mars_step(params, grads, m, v, last, t, lr=3e-3, beta1=0.95, beta2=0.99, gamma=0.025, eps=1e-8, weight_decay=0.0):
    for p, g, first, second, before in zip(params, grads, m, v, last):
        gradients = g.reshape(-1).tolist()
        moved = [x + gamma * beta1 / (1 - beta1) * (x - y) for x, y in zip(gradients, before.reshape(-1).tolist())]
        bound = max(1.0, math.hypot(*moved))
        for k, c in enumerate(moved):
            c /= bound
            first.flat[k] = beta1 * first.flat[k] + (1 - beta1) * c
            second.flat[k] = beta2 * second.flat[k] + (1 - beta2) * c * c
            root = math.sqrt(second.flat[k] / (1 - beta2**t)) + eps
            p.flat[k] -= lr * (first.flat[k] / (1 - beta1**t) / root + weight_decay * p.flat[k])
            before.flat[k] = gradients[k]
