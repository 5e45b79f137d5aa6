"""Your buf is the gradient of this step alone, as if momentum were 0: what it held before is lost."""


def momentum_step(params, grads, buf, lr=1e-3, momentum=0.9):
    for p, g, b in zip(params, grads, buf):
        b[...] = g
        p[...] = p - lr * b
