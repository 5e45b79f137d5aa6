"""Your numbers are right, but params and buf are returned as well. A function that works in place returns None, so
that nobody takes the result for a copy.
"""


def momentum_step(params, grads, buf, lr=1e-3, momentum=0.9):
    for p, g, b in zip(params, grads, buf):
        b[...] = momentum * b + g
        p[...] = p - lr * b
    return params, buf
