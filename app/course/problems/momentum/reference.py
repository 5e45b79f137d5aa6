"""Heavy-ball momentum (Polyak 1964): the source of every expected value of this problem."""


def momentum_step(params, grads, buf, lr=1e-3, momentum=0.9):
    for p, g, b in zip(params, grads, buf):
        b[...] = momentum * b + g
        p[...] = p - lr * b
