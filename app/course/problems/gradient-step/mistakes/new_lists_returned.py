"""You return new lists and leave params as it was. The function works in place: write into the arrays that it is
given, and return None.
"""


def gradient_step(params, grads, lr=1e-3):
    new_params = []
    for p, g in zip(params, grads):
        p = p - lr * g
        new_params.append(p)
    return new_params
