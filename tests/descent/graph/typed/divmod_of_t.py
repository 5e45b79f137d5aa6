def update(p, g, s, t, xp, *, lr=0.1):
    q, r = divmod(t, 10)
    return -lr * 0.5**q * (1 + r) * g
