"""Your numbers are those of a momentum of 0.9, whatever is passed in. Use the argument, also wherever it is passed
on.
"""


def momentum_step(params, grads, buf, lr=1e-3, momentum=0.9):
    for p, g, b in zip(params, grads, buf):
        b[...] = 0.9 * b + g
        p[...] = p - lr * b
