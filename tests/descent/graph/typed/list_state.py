def init(p, xp):
    return {"history": [xp.zeros_like(p) for _ in range(3)]}


def update(p, g, s, t, xp, *, lr=0.01):
    history = s["history"][1:] + [g]
    mean = sum(history) / len(history)
    return -lr * mean, {"history": history}
