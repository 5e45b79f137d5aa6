def update(p, g, s, t, xp, *, lr=0.1, period=20):
    turn = int(t) // int(period)
    return -lr * 0.5**turn * g / float(t + 1)
