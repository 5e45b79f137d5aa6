def update(p, g, s, t, xp, *, lr=0.1):
    if t < 10:
        rate = lr * t / 10
    elif t < 100:
        rate = lr
    elif 100 <= t < 150:
        rate = lr / 10
    else:
        rate = lr / 100
    return -rate * g
