"""Nothing changes: params and all averages are as they were, and None is returned. Does the loop write into the
arrays, or only into variables of its own?
"""


def soap_step(
    params, grads, m, v, left, right, Q_left, Q_right, t, lr=3e-3, beta1=0.95, beta2=0.95, shampoo_beta=0.95, eps=1e-8
):
    return None
