def init(p, xp):
    return {"m": xp.zeros_like(p)}


def update(p, g, s, t, xp, *, lr=0.01, beta=0.9):
    s["m"] *= beta
    s["m"] += (1 - beta) * g
    return -lr * s["m"], s
