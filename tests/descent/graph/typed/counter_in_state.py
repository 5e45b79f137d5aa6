def init(p, xp):
    return {"n": 0, "slow": p * 1.0}


def update(p, g, s, t, xp, *, lr=1e-1, k=5):
    n = s["n"] + 1
    step = -lr * g
    if n % k == 0:
        slow = s["slow"] + 0.5 * (p + step - s["slow"])
        return slow - p, {"n": n, "slow": slow}
    return step, {"n": n, "slow": s["slow"]}
