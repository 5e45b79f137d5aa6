def update(p, g, s, t, xp, *, lr=0.1):
    centred = g - xp.mean(g)
    return -lr * centred / (xp.std(g) + 1e-8)
