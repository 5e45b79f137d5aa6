"""Nothing changes: params are as before, and None is returned. Does the loop write into the arrays, or only into
variables of its own?
"""


def gradient_step(params, grads, lr=1e-3):
    return None
