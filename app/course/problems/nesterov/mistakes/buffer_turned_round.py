"""Your buf holds the negative: the gradient is subtracted from it, and buf is added to the parameters. They come out
right, but buf is to take in the gradient with a plus, and the step subtracts it.
"""


def nesterov_step(params, grads, buf, lr=1e-3, momentum=0.9):
    for p, g, b in zip(params, grads, buf):
        b[...] = momentum * b - g
        p[...] = p - lr * (g - momentum * b)
