"""Your step contains a weight decay, g + 0.01 * p. Plain gradient descent has none: use g as it is given."""


def gradient_step(params, grads, lr=1e-3):
    for p, g in zip(params, grads):
        p[...] = p - lr * (g + 0.01 * p)
