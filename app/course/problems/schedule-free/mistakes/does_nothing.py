"""Nothing changes: params, z and v are as they were, and averages returns the params. Does the loop write into the
arrays, or only into variables of its own?
"""


def schedule_free_step(params, grads, z, v, t, lr=0.0025, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    return None


def averages(params, z, beta1=0.9):
    return params
