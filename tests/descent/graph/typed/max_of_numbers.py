def update(p, g, s, t, xp, *, lr=0.1, floor=0.001, decay=0.01):
    rate = max(floor, lr * (1 - decay * t))
    return -rate * g
