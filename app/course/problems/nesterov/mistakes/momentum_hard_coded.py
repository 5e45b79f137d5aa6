"""Your numbers are those of a momentum of 0.9, whatever is passed in. Use the arguments, also wherever they are
passed on.
"""


def nesterov_step(params, grads, buf, lr=1e-3, momentum=0.9):
    for p, g, b in zip(params, grads, buf):
        b[...] = 0.9 * b + g
        p[...] = p - lr * (g + 0.9 * b)
