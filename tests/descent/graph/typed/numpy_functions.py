import numpy as np


def init(p, xp):
    return {"v": np.zeros(p.shape)}


def update(p, g, s, t, xp, *, lr=0.01):
    v = np.maximum(0.9 * s["v"], np.abs(g))
    return -lr * np.sign(g) * np.sqrt(np.abs(g)) / (v + 1e-8), {"v": v}
