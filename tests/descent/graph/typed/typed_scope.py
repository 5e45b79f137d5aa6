SCOPE = "tensor"
HYPERS = {"lr": (0.02, 1e-4, 1.0)}


def update(p, g, s, t, xp, *, lr, momentum=0.9):
    largest = xp.max(xp.abs(g), axis=tuple(range(1, g.ndim)), keepdims=True)
    return -lr * g / (largest + 1e-12) * (1 - momentum)
