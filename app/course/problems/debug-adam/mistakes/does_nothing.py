"""Nothing changes: params, m and v are as they were, and None is returned. Begin from the broken code; most of its
lines are right.
"""


def adam_step(params, grads, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    return None
