"""Nothing changes: params and sums are as before, and None is returned. Does the loop write into the arrays, or only
into variables of its own?
"""


def adagrad_step(params, grads, sums, t, lr=1e-2, lr_decay=0.0, eps=1e-10):
    return None
