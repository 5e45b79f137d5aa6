def update(p, g, s, t, xp, *, lr=0.01):
    big = abs(g)
    return -lr * g * big / (big + 1) * (1 if t > 3 else 2)
