"""Your params and buf are right, but the gradients have changed: somewhere g is scaled or squared in place (g *= ...,
or out=g). Write the product into a new array.
"""


def momentum_step(params, grads, buf, lr=1e-3, momentum=0.9):
    for p, g, b in zip(params, grads, buf):
        b[...] = momentum * b + g
        p[...] = p - lr * b
        g *= lr
