def update(p, g, s, t, xp, *, lr=0.1):
    step = -lr * g
    step[g > 1] = 0.0
    return step
