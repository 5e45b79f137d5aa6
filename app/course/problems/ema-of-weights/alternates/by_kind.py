"""The kind of a dtype, and augmented assignment over indices."""


def ema_step(averages, params, t, decay=0.999, warmup=True):
    if warmup:
        decay = min(decay, (1 + t) / (10 + t))
    for i in range(len(params)):
        if params[i].dtype.kind == "f":
            averages[i] *= decay
            averages[i] += (1 - decay) * params[i]
        else:
            averages[i][...] = params[i]
