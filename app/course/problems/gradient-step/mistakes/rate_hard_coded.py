"""Your step uses the learning rate 0.001, whatever lr is passed in. Use the argument, also wherever it is passed on."""


def gradient_step(params, grads, lr=1e-3):
    for p, g in zip(params, grads):
        p[...] = p - 1e-3 * g
