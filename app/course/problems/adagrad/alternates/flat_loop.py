"""Plain Python over single numbers, with math.sqrt."""

import math


def adagrad_step(params, grads, sums, t, lr=1e-2, lr_decay=0.0, eps=1e-10):
    decayed = lr / (1 + lr_decay * (t - 1))
    for p, g, s in zip(params, grads, sums):
        p_flat, s_flat = p.flat, s.flat
        for k, gradient in enumerate(g.reshape(-1).tolist()):
            s_flat[k] += gradient * gradient
            p_flat[k] -= decayed * gradient / (math.sqrt(s_flat[k]) + eps)
