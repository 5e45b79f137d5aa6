def init(p, xp):
    return dict(m=xp.zeros_like(p), v=xp.zeros_like(p))


def update(p, g, s, t, xp, *, lr=0.01, beta=0.9):
    s["m"] = beta * s["m"] + (1 - beta) * g
    s["v"] = beta * s["v"] + (1 - beta) * g * g
    return -lr * s["m"] / (s["v"] ** 0.5 + 1e-8), s
