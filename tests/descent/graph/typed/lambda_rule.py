soft = lambda x, k, xp: xp.sign(x) * xp.maximum(xp.abs(x) - k, 0.0)


def update(p, g, s, t, xp, *, lr=0.1, l1=0.01):
    return soft(p - lr * g, lr * l1, xp) - p
