def init(p, xp):
    return xp.zeros_like(p), xp.zeros_like(p)


def update(p, g, s, t, xp, *, lr=0.01):
    m, v = s
    m = 0.9 * m + 0.1 * g
    v = 0.99 * v + 0.01 * g * g
    return -lr * m / (xp.sqrt(v) + 1e-8), (m, v)
