"""Your params move up the gradient: the sign of the step is the wrong way round. Descent subtracts it."""


def gradient_step(params, grads, lr=1e-3):
    for p, g in zip(params, grads):
        p[...] = p + lr * g
