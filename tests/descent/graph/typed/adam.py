def init(p, xp):
    return {"m": xp.zeros_like(p), "v": xp.zeros_like(p)}


def update(p, g, s, t, xp, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * s["m"] + (1 - beta1) * g
    v = beta2 * s["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return -lr * m_hat / (xp.sqrt(v_hat) + eps), {"m": m, "v": v}
