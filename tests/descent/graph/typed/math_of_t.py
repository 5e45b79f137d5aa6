import math


def update(p, g, s, t, xp, *, lr=0.1, horizon=100):
    rate = lr * 0.5 * (1 + math.cos(math.pi * min(t, horizon) / horizon))
    return -rate * g / math.sqrt(t)
