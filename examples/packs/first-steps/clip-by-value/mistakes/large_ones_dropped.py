"""Entries beyond the limit become 0, so that they no longer count at all. They are cut off at the limit."""


def clip_by_value(grads, limit):
    for g in grads:
        g[abs(g) > limit] = 0.0
