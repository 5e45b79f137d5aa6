"""Plain Python over single numbers, with max and math.sqrt."""

import math


def amsgrad_step(params, grads, m, v, v_max, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    correction1, correction2 = 1.0 - beta1**t, 1.0 - beta2**t
    for p, g, first, second, most in zip(params, grads, m, v, v_max):
        p_flat, m_flat, v_flat, most_flat = (x.flat for x in (p, first, second, most))
        for k, gradient in enumerate(g.reshape(-1).tolist()):
            m_flat[k] = beta1 * m_flat[k] + (1 - beta1) * gradient
            v_flat[k] = beta2 * v_flat[k] + (1 - beta2) * gradient * gradient
            most_flat[k] = max(most_flat[k], v_flat[k])
            p_flat[k] -= lr * (m_flat[k] / correction1) / (math.sqrt(most_flat[k] / correction2) + eps)
