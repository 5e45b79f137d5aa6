"""Nothing changes: params and m are as before, and None is returned. Does the loop write into the arrays, or only
into variables of its own?
"""


def ENTRY(params, grads, m, lr=1e-2, beta=0.9):
    return None
