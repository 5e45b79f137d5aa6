"""The whole gradient is made shorter when it is long, which is clipping by norm. Here each entry is cut off by itself."""


def clip_by_value(grads, limit):
    for g in grads:
        length = float((g * g).sum()) ** 0.5
        if length > limit:
            g *= limit / length
