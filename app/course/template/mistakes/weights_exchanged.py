"""The weights of the average are exchanged: beta belongs to the old m and 1 - beta to the new gradient.
"""


def ENTRY(params, grads, m, lr=1e-2, beta=0.9):
    for p, g, m_i in zip(params, grads, m):
        m_i[...] = (1 - beta) * m_i + beta * g
        p[...] = p - lr * m_i
