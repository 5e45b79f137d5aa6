"""Your numbers are right, but params are returned as well. A function that works in place returns None, so that
nobody takes the result for a copy.
"""


def gradient_step(params, grads, lr=1e-3):
    for p, g in zip(params, grads):
        p[...] = p - lr * g
    return params
