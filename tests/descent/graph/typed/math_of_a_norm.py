import math


def update(p, g, s, t, xp, *, lr=0.01):
    n = math.sqrt(xp.sum(g * g))
    return -lr * g / (n + 1e-8)
