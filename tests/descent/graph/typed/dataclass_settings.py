from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    momentum: float = 0.9
    nesterov: bool = True


SETTINGS = Settings()


def init(p, xp):
    return {"m": xp.zeros_like(p)}


def update(p, g, s, t, xp, *, lr=0.01):
    m = SETTINGS.momentum * s["m"] + g
    step = g + SETTINGS.momentum * m if SETTINGS.nesterov else m
    return -lr * step, {"m": m}
