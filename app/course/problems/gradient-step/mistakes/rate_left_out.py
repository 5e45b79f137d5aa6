"""Your step is the whole gradient: lr is missing. The gradient says where to go, lr how far."""


def gradient_step(params, grads, lr=1e-3):
    for p, g in zip(params, grads):
        p[...] = p - g
