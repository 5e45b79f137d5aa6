"""Nesterov momentum (Sutskever et al. 2013): the source of every expected value of this problem."""


def nesterov_step(params, grads, buf, lr=1e-3, momentum=0.9):
    for p, g, b in zip(params, grads, buf):
        b[...] = momentum * b + g
        p[...] = p - lr * (g + momentum * b)
