calls = 0


def update(p, g, s, t, xp, *, lr=0.1):
    global calls
    calls += 1
    return -lr / calls * g
