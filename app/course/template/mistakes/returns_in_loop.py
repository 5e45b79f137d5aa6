"""Only the first tensor is stepped: the return stands inside the loop and ends it at its first turn.
"""


def ENTRY(params, grads, m, lr=1e-2, beta=0.9):
    for p, g, m_i in zip(params, grads, m):
        m_i[...] = beta * m_i + (1 - beta) * g
        p[...] = p - lr * m_i
        return None
