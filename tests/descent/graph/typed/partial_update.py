from functools import partial


def _update(p, g, s, t, xp, *, lr=0.1, k=2.0):
    return -lr * k * g


update = partial(_update, k=3.0)
