def ema(old, new, k):
    return k * old + (1 - k) * new


def corrected(x, k, t):
    return x / (1 - k**t)


def init(p, xp):
    return {"m": xp.zeros_like(p)}


def update(p, g, s, t, xp, *, lr=0.01, beta=0.9):
    m = ema(s["m"], g, beta)
    return -lr * corrected(m, beta, t), {"m": m}
