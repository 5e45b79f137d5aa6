def update(p, g, s, t, xp, *, lr=0.1, clip=1.0):
    norm = xp.linalg.norm(g)
    return -lr * g * xp.minimum(1.0, clip / (norm + 1e-12))
