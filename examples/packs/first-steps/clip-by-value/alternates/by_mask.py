def clip_by_value(grads, limit):
    for g in grads:
        g[g > limit] = limit
        g[g < -limit] = -limit
