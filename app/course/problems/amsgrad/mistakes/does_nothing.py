"""Nothing changes: params, m, v and v_max are as before, and None is returned. Does the loop write into the arrays,
or only into variables of its own?
"""


def amsgrad_step(params, grads, m, v, v_max, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    return None
