"""You return new lists and leave params and buf as they were. The function works in place: write into the arrays that
it is given, and return None.
"""


def nesterov_step(params, grads, buf, lr=1e-3, momentum=0.9):
    new_params = []
    new_buf = []
    for p, g, b in zip(params, grads, buf):
        b = momentum * b + g
        p = p - lr * (g + momentum * b)
        new_params.append(p)
        new_buf.append(b)
    return new_params, new_buf
