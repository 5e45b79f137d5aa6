def init(p, xp):
    return {}


def update(p, g, s, t, xp, *, lr=0.01, beta=0.9):
    m = s.get("m", xp.zeros_like(p))
    m = beta * m + g
    return -lr * m, {"m": m}
