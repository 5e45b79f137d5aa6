"""Plain Python over single numbers, with math.sqrt."""

import math


def momentum(t, beta1, psi):
    return beta1 * (1 - 0.5 * 0.96 ** (t * psi))


def nadam_step(params, grads, m, v, t, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8, psi=0.004):
    product = math.prod(momentum(k, beta1, psi) for k in range(1, t + 1))
    now, following = momentum(t, beta1, psi), momentum(t + 1, beta1, psi)
    for_g, for_m = (1 - now) / (1 - product), following / (1 - product * following)
    for p, g, first, second in zip(params, grads, m, v):
        p_flat, m_flat, v_flat = p.flat, first.flat, second.flat
        for k, gradient in enumerate(g.reshape(-1).tolist()):
            m_flat[k] = beta1 * m_flat[k] + (1 - beta1) * gradient
            v_flat[k] = beta2 * v_flat[k] + (1 - beta2) * gradient * gradient
            root = math.sqrt(v_flat[k] / (1 - beta2**t)) + eps
            p_flat[k] -= lr * (for_g * gradient + for_m * m_flat[k]) / root
