def make(k):
    def smooth(old, new):
        return k * old + (1 - k) * new

    return smooth


fast, slow = make(0.5), make(0.99)


def init(p, xp):
    return {"a": xp.zeros(p.shape), "b": xp.zeros(p.shape)}


def update(p, g, s, t, xp, *, lr=0.01):
    a, b = fast(s["a"], g), slow(s["b"], g)
    return -lr * (a + b), {"a": a, "b": b}
