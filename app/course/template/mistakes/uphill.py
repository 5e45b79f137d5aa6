"""The average is right, but params move with it instead of against it: the step is subtracted.
"""


def ENTRY(params, grads, m, lr=1e-2, beta=0.9):
    for p, g, m_i in zip(params, grads, m):
        m_i[...] = beta * m_i + (1 - beta) * g
        p[...] = p + lr * m_i
