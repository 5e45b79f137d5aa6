"""The gradients stay as they were. Write into the arrays, as `np.clip(g, -limit, limit, out=g)` does."""


def clip_by_value(grads, limit):
    return None
