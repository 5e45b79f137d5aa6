"""Your buf holds the step g + momentum * buf. The buffer keeps the plain decaying sum; what is added for the
look-ahead is for this step only.
"""


def nesterov_step(params, grads, buf, lr=1e-3, momentum=0.9):
    for p, g, b in zip(params, grads, buf):
        b[...] = momentum * b + g
        b[...] = g + momentum * b
        p[...] = p - lr * b
