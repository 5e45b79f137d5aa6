"""Entries that are too large become `limit` whatever their sign. Those below `-limit` become `-limit`."""


def clip_by_value(grads, limit):
    for g in grads:
        g[abs(g) > limit] = limit
