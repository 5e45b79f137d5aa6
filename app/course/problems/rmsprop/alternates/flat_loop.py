"""Plain Python over single numbers, with math.sqrt."""

import math


def rmsprop_step(params, grads, v, buf, lr=1e-2, alpha=0.99, eps=1e-8, momentum=0.0):
    for p, g, square, b in zip(params, grads, v, buf):
        p_flat, v_flat, b_flat = p.flat, square.flat, b.flat
        for k, gradient in enumerate(g.reshape(-1).tolist()):
            v_flat[k] = alpha * v_flat[k] + (1 - alpha) * gradient * gradient
            b_flat[k] = momentum * b_flat[k] + gradient / (math.sqrt(v_flat[k]) + eps)
            p_flat[k] -= lr * b_flat[k]
