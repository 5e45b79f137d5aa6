"""Plain Python over single numbers, with max."""


def adamax_step(params, grads, m, u, t, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    correction = 1.0 - beta1**t
    for p, g, first, norm in zip(params, grads, m, u):
        p_flat, m_flat, u_flat = p.flat, first.flat, norm.flat
        for k, gradient in enumerate(g.reshape(-1).tolist()):
            m_flat[k] = beta1 * m_flat[k] + (1 - beta1) * gradient
            u_flat[k] = max(beta2 * u_flat[k], abs(gradient) + eps)
            p_flat[k] -= lr * m_flat[k] / (correction * u_flat[k])
