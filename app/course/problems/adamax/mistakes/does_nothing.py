"""Nothing changes: params, m and u are as before, and None is returned. Does the loop write into the arrays, or only
into variables of its own?
"""


def adamax_step(params, grads, m, u, t, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    return None
