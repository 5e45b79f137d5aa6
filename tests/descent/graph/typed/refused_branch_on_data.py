def update(p, g, s, t, xp, *, lr=0.1):
    if xp.sum(g) > 0:
        return -lr * g
    return lr * g
