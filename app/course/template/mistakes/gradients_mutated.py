"""The step is right, but the gradients were changed on the way. They belong to the caller: read them only.
"""


def ENTRY(params, grads, m, lr=1e-2, beta=0.9):
    for p, g, m_i in zip(params, grads, m):
        m_i[...] = beta * m_i + (1 - beta) * g
        g *= lr
        p[...] = p - lr * m_i
