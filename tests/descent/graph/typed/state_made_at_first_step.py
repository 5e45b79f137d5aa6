def init(p, xp):
    return {"m": None}


def update(p, g, s, t, xp, *, lr=0.01, beta=0.9):
    m = g if s["m"] is None else beta * s["m"] + g
    return -lr * m, {"m": m}
