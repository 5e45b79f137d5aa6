"""Your step is made from buf as it was before this gradient. Update buf first, then take the step."""


def momentum_step(params, grads, buf, lr=1e-3, momentum=0.9):
    for p, g, b in zip(params, grads, buf):
        p[...] = p - lr * b
        b[...] = momentum * b + g
