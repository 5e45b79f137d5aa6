BETAS = [0.5, 0.9, 0.99]
WEIGHTS = {"a": 0.2, "b": 0.3}


def init(p, xp):
    return {f"m{k}": xp.zeros_like(p) for k in range(len(BETAS))}


def update(p, g, s, t, xp, *, lr=0.01):
    new = {f"m{k}": b * s[f"m{k}"] + (1 - b) * g for k, b in enumerate(BETAS)}
    return -lr * WEIGHTS["a"] * sum(new.values()), new
