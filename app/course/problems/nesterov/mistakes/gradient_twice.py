"""Your step is g + buf: the factor momentum on the new buf is missing."""


def nesterov_step(params, grads, buf, lr=1e-3, momentum=0.9):
    for p, g, b in zip(params, grads, buf):
        b[...] = momentum * b + g
        p[...] = p - lr * (g + b)
