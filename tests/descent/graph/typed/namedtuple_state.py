from typing import NamedTuple


class State(NamedTuple):
    m: object
    v: object


def init(p, xp):
    return State(xp.zeros_like(p), xp.zeros_like(p))


def update(p, g, s, t, xp, *, lr=0.01):
    m = 0.9 * s.m + 0.1 * g
    v = 0.99 * s.v + 0.01 * xp.square(g)
    return -lr * m / (xp.sqrt(v) + 1e-8), State(m, v)
