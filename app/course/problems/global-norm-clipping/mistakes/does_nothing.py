"""Nothing changes and nothing is returned. The gradients should be scaled in place, and their norm from before the
clipping returned.
"""


def clip_global_norm(grads, max_norm, eps=0.0):
    return None
