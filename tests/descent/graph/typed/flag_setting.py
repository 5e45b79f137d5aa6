def init(p, xp):
    return {"m": xp.zeros_like(p)}


def update(p, g, s, t, xp, *, lr=0.1, momentum=0.9, nesterov=True, weight_decay=0.0):
    if weight_decay:
        g = g + weight_decay * p
    m = momentum * s["m"] + g
    return -lr * (g + momentum * m if nesterov else m), {"m": m}
