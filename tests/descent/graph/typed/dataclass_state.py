from dataclasses import dataclass, replace


@dataclass
class State:
    m: object
    count: int = 0


def init(p, xp):
    return State(xp.zeros_like(p))


def update(p, g, s, t, xp, *, lr=0.01):
    s = replace(s, m=0.9 * s.m + g, count=s.count + 1)
    return -lr * s.m / s.count, s
