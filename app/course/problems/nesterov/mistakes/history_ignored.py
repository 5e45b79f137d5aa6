"""Your buf is the gradient of this step alone: what it held before is lost. It is a decaying sum, momentum * buf + g.
"""


def nesterov_step(params, grads, buf, lr=1e-3, momentum=0.9):
    for p, g, b in zip(params, grads, buf):
        b[...] = g
        p[...] = p - lr * (g + momentum * b)
