"""Plain Python over single numbers."""


def ema_step(averages, params, t, decay=0.999, warmup=True):
    kept = decay
    if warmup and (1 + t) / (10 + t) < decay:
        kept = (1 + t) / (10 + t)
    for average, weight in zip(averages, params):
        flat = average.flat
        for k, value in enumerate(weight.reshape(-1).tolist()):
            flat[k] = value if isinstance(value, int) else kept * flat[k] + (1 - kept) * value
