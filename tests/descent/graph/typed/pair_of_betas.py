def init(p, xp):
    return {"m": xp.zeros_like(p), "v": xp.zeros_like(p)}


def update(p, g, s, t, xp, *, lr=0.001, betas=(0.9, 0.999)):
    b1, b2 = betas
    m = b1 * s["m"] + (1 - b1) * g
    v = b2 * s["v"] + (1 - b2) * g * g
    return -lr * m / (v**0.5 + 1e-8), {"m": m, "v": v}
