class Momentum:
    def __init__(self, beta):
        self.beta = beta

    def __call__(self, old, new):
        return self.beta * old + (1 - self.beta) * new


average = Momentum(0.9)


def init(p, xp):
    return {"m": 0 * p}


def update(p, g, s, t, xp, *, lr=0.1):
    m = average(s["m"], g)
    return -lr * m, {"m": m}
