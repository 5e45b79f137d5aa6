def init(p, xp):
    return {"old": xp.zeros_like(p), "rate": xp.ones_like(p)}


def update(p, g, s, t, xp, *, lr=0.01):
    same = (g > 0) & (s["old"] > 0) | (g < 0) & (s["old"] < 0)
    rate = xp.clip(xp.where(same, 1.2, 0.5) * s["rate"], 1e-6, 50.0)
    return -lr * rate * xp.sign(g), {"old": g, "rate": rate}
