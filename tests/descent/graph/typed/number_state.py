def init(p, xp):
    return {"m": xp.zeros_like(p), "weight": 1.0}


def update(p, g, s, t, xp, *, lr=0.01, beta=0.9):
    weight = s["weight"] * beta
    m = beta * s["m"] + (1 - beta) * g
    return -lr * m / (1 - weight), {"m": m, "weight": weight}
