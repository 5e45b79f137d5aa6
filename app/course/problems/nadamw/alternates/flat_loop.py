"""Plain Python over single numbers, with math.sqrt."""

import math


def nadamw_step(params, grads, m, v, t, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    for p, g, first, second in zip(params, grads, m, v):
        p_flat, m_flat, v_flat = p.flat, first.flat, second.flat
        for k, gradient in enumerate(g.reshape(-1).tolist()):
            m_flat[k] = beta1 * m_flat[k] + (1 - beta1) * gradient
            v_flat[k] = beta2 * v_flat[k] + (1 - beta2) * gradient * gradient
            ahead = (1 - beta1) * gradient / (1 - beta1**t) + beta1 * m_flat[k] / (1 - beta1 ** (t + 1))
            step = ahead / (math.sqrt(v_flat[k] / (1 - beta2**t)) + eps)
            p_flat[k] = p_flat[k] - lr * (step + weight_decay * p_flat[k])
