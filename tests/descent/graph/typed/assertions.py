def update(p, g, s, t, xp, *, lr=0.1, beta=0.5):
    assert 0 <= beta < 1, "beta lies in [0, 1)"
    if lr <= 0:
        raise ValueError("lr is positive")
    return -lr * g * (1 - beta)
