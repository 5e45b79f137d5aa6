"""Pure functions in two passes: first all buffers, then all parameters."""


def faded(b, g, momentum):
    return g + momentum * b


def moved(p, b, lr):
    return p - b * lr


def momentum_step(params, grads, buf, lr=1e-3, momentum=0.9):
    for b, new in zip(buf, [faded(b, g, momentum) for b, g in zip(buf, grads)]):
        b[...] = new
    for p, b in zip(params, buf):
        p[...] = moved(p, b, lr)
