from functools import reduce


def update(p, g, s, t, xp, *, lr=0.01):
    terms = [g / k for k in range(1, 5)]
    return -lr * reduce(lambda a, b: a + b, terms)
