def power(x, n):
    return x if n == 1 else x * power(x, n - 1)


def update(p, g, s, t, xp, *, lr=0.01):
    return -lr * power(g, 3)
