"""Momentum and its place are exchanged: yours is buf + momentum * g. The factor belongs to the old buf, so that the
past fades.
"""


def momentum_step(params, grads, buf, lr=1e-3, momentum=0.9):
    for p, g, b in zip(params, grads, buf):
        b[...] = b + momentum * g
        p[...] = p - lr * b
