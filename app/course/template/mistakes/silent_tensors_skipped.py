"""A tensor whose gradient is all zeros is passed over. A gradient of zeros is a gradient: m fades and params still move.
"""


def ENTRY(params, grads, m, lr=1e-2, beta=0.9):
    for p, g, m_i in zip(params, grads, m):
        if not g.any():
            continue
        m_i[...] = beta * m_i + (1 - beta) * g
        p[...] = p - lr * m_i
