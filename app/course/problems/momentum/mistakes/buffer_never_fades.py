"""Your buf is the plain sum of all gradients: the factor momentum is missing, and the past never fades."""


def momentum_step(params, grads, buf, lr=1e-3, momentum=0.9):
    for p, g, b in zip(params, grads, buf):
        b[...] = b + g
        p[...] = p - lr * b
