def update(p, g, s, t, xp, *, lr=0.1, warmup=10):
    return -lr * min(1.0, t / warmup) * g
