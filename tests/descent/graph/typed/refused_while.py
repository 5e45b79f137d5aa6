def update(p, g, s, t, xp, *, lr=0.1):
    k = t
    while k > 1:
        k = k / 2
    return -lr * k * g
