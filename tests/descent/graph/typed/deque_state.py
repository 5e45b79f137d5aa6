from collections import deque


def init(p, xp):
    return {"h": deque([xp.zeros_like(p)] * 4, maxlen=4)}


def update(p, g, s, t, xp, *, lr=1e-3):
    h = s["h"].copy()
    h.append(g)
    return -lr * sum(h) / len(h), {"h": h}
