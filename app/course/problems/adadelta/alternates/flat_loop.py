"""Plain Python over single numbers, with math.sqrt."""

import math


def adadelta_step(params, grads, v, acc_delta, lr=1.0, rho=0.9, eps=1e-6):
    for p, g, square, delta in zip(params, grads, v, acc_delta):
        p_flat, v_flat, d_flat = p.flat, square.flat, delta.flat
        for k, gradient in enumerate(g.reshape(-1).tolist()):
            v_flat[k] = rho * v_flat[k] + (1 - rho) * gradient * gradient
            u = math.sqrt(d_flat[k] + eps) / math.sqrt(v_flat[k] + eps) * gradient
            d_flat[k] = rho * d_flat[k] + (1 - rho) * u * u
            p_flat[k] -= lr * u
