def init(p, xp):
    return {"m": xp.zeros_like(p)}


def update(p, g, s, t, xp, *, lr=0.01, beta=0.9):
    if t == 1:
        m = g
    else:
        m = beta * s["m"] + (1 - beta) * g
    return -lr * m, {"m": m}
