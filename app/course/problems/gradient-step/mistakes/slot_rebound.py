"""Your numbers are right, but the list slots hold new arrays: params[i] = ... rebinds the slot and leaves the
caller's array as it was. Write into it, with params[i][...] = or -=.
"""


def gradient_step(params, grads, lr=1e-3):
    for i, (p, g) in enumerate(zip(params, grads)):
        params[i] = p - lr * g
