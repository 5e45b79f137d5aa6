"""Plain Python over single numbers, with math.sqrt."""

import math


def rectification(t, beta2):
    """The factor on m_hat / (sqrt(v) + eps), or None while v cannot be trusted."""
    most = 2 / (1 - beta2) - 1
    rho = most - 2 * t * beta2**t / (1 - beta2**t)
    if rho <= 5:
        return None
    r = math.sqrt((rho - 4) / (most - 4)) * math.sqrt((rho - 2) / (most - 2)) * math.sqrt(most / rho)
    return r * math.sqrt(1 - beta2**t)


def radam_step(params, grads, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    factor = rectification(t, beta2)
    rate = lr / (1.0 - beta1**t)
    for p, g, first, second in zip(params, grads, m, v):
        p_flat, m_flat, v_flat = p.flat, first.flat, second.flat
        for k, gradient in enumerate(g.reshape(-1).tolist()):
            m_flat[k] = beta1 * m_flat[k] + (1 - beta1) * gradient
            v_flat[k] = beta2 * v_flat[k] + (1 - beta2) * gradient * gradient
            if factor is None:
                p_flat[k] -= rate * m_flat[k]
            else:
                p_flat[k] -= rate * factor * m_flat[k] / (math.sqrt(v_flat[k]) + eps)
