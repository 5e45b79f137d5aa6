"""Your numbers are right, but the list slots hold new arrays: params[i] = ... rebinds the slot and leaves the
caller's array as it was. Write into it, with params[i][...] = or -=.
"""


def momentum_step(params, grads, buf, lr=1e-3, momentum=0.9):
    for i, (p, g, b) in enumerate(zip(params, grads, buf)):
        b = buf[i] = momentum * b + g
        params[i] = p - lr * b
