def update(p, g, s, t, xp, *, lr=1e-1):
    rms = xp.sqrt(xp.sum(g * g) / g.size)
    return -lr * g / (rms + 1e-8)
