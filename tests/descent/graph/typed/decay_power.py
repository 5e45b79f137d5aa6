def update(p, g, s, t, xp, *, lr=0.1, power=0.5):
    return -lr * t**-power * g
