def init(p, xp):
    return {"m": xp.zeros_like(p)}


def update(p, g, s, t, xp, *, lr=1e-1):
    m = 0.9 * s["m"] + g
    mask = (m * g > 0).astype(g.dtype)
    mask = mask / max(mask.mean(), 1e-3)
    return -lr * m * mask, {"m": m}
