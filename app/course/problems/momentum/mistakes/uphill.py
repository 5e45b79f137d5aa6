"""Your params move up the gradient: the sign of the step is the wrong way round. Momentum descent subtracts it."""


def momentum_step(params, grads, buf, lr=1e-3, momentum=0.9):
    for p, g, b in zip(params, grads, buf):
        b[...] = momentum * b + g
        p[...] = p + lr * b
