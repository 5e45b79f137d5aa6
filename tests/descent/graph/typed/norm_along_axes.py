def update(p, g, s, t, xp, *, lr=0.1):
    axes = tuple(range(1, g.ndim))
    norm = xp.sqrt(xp.sum(g * g, axis=axes, keepdims=True))
    return -lr * g / xp.where(norm > 0, norm, 1.0)
