def init(p, xp):
    return {"slow": xp.zeros_like(p)}


def update(p, g, s, t, xp, *, lr=0.1, every=10):
    slow = s["slow"]
    if t % every == 0:
        slow = 0.5 * slow + 0.5 * g
    return -lr * (g + slow), {"slow": slow}
