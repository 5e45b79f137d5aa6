def init(p, xp):
    return {"m": xp.zeros_like(p)}


def update(p, g, s, t, xp, *, lr=0.01):
    return -lr * (m := 0.9 * s["m"] + g), {"m": m}
