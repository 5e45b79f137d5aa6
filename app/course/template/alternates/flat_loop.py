"""Plain Python over single numbers."""


def ENTRY(params, grads, m, lr=1e-2, beta=0.9):
    for p, g, average in zip(params, grads, m):
        p_flat, m_flat = p.flat, average.flat
        for k, gradient in enumerate(g.reshape(-1).tolist()):
            m_flat[k] = beta * m_flat[k] + (1 - beta) * gradient
            p_flat[k] -= lr * m_flat[k]
