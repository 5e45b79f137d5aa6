def update(p, g, s, t, xp, *, lr=0.1):
    size = (g * g).mean(axis=tuple(range(1, g.ndim)), keepdims=True)
    return -lr * g / (size**0.5 + 1e-8)
