"""The gradient enters m whole: that is a sum, as in classical momentum. An average gives it the weight 1 - beta.
"""


def ENTRY(params, grads, m, lr=1e-2, beta=0.9):
    for p, g, m_i in zip(params, grads, m):
        m_i[...] = beta * m_i + g
        p[...] = p - lr * m_i
