"""You return a new list and leave averages as they were. The function works in place: write into the arrays that it
is given, and return None.
"""


def ema_step(averages, params, t, decay=0.999, warmup=True):
    kept = min(decay, (1 + t) / (10 + t)) if warmup else decay
    return [kept * a + (1 - kept) * p if p.dtype.kind == "f" else p for a, p in zip(averages, params)]
