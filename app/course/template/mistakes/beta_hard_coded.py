"""beta is always 0.9 here, whatever was given: the argument of that name is not used.
"""


def ENTRY(params, grads, m, lr=1e-2, beta=0.9):
    for p, g, m_i in zip(params, grads, m):
        m_i[...] = 0.9 * m_i + (1 - 0.9) * g
        p[...] = p - lr * m_i
