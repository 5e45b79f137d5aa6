"""Nothing changes: params, v and buf are as before, and None is returned. Does the loop write into the arrays, or
only into variables of its own?
"""


def rmsprop_step(params, grads, v, buf, lr=1e-2, alpha=0.99, eps=1e-8, momentum=0.0):
    return None
