"""Only what is above `limit` is cut off. What is below `-limit` is as large, with the other sign."""


def clip_by_value(grads, limit):
    for g in grads:
        g[g > limit] = limit
