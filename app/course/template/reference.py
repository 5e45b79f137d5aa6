"""A step along the average gradient: the source of every expected value of this problem. Say where it is from."""


def ENTRY(params, grads, m, lr=1e-2, beta=0.9):
    for p, g, m_i in zip(params, grads, m):
        m_i[...] = beta * m_i + (1 - beta) * g
        p[...] = p - lr * m_i
