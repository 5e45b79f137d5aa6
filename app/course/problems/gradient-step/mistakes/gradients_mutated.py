"""Your params are right, but the gradients have changed: somewhere g is scaled or squared in place (g *= ..., or
out=g). Write the product into a new array.
"""


def gradient_step(params, grads, lr=1e-3):
    for p, g in zip(params, grads):
        p[...] = p - lr * g
        g *= lr
