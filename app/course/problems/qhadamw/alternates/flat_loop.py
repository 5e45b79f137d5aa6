"""Plain Python over single numbers, with math.sqrt."""

import math


def qhadamw_step(
    params, grads, m, v, t, lr=1e-3, beta1=0.995, beta2=0.999, nu1=0.7, nu2=1.0, eps=1e-8, weight_decay=0.01
):
    for p, g, first, second in zip(params, grads, m, v):
        p_flat, m_flat, v_flat = p.flat, first.flat, second.flat
        for k, gradient in enumerate(g.reshape(-1).tolist()):
            m_flat[k] = beta1 * m_flat[k] + (1 - beta1) * gradient
            v_flat[k] = beta2 * v_flat[k] + (1 - beta2) * gradient * gradient
            top = (1 - nu1) * gradient + nu1 * m_flat[k] / (1 - beta1**t)
            bottom = math.sqrt((1 - nu2) * gradient * gradient + nu2 * v_flat[k] / (1 - beta2**t)) + eps
            p_flat[k] = p_flat[k] - lr * (top / bottom + weight_decay * p_flat[k])
