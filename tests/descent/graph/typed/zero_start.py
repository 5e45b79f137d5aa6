def init(p, xp):
    return {"m": 0.0}


def update(p, g, s, t, xp, *, lr=0.01):
    m = 0.9 * s["m"] + 0.1 * g
    return -lr * m, {"m": m}
