"""Only the first tensor is updated. Does the function return inside the loop, or take the first entry of each list
alone? The update belongs to every tensor.
"""


def nesterov_step(params, grads, buf, lr=1e-3, momentum=0.9):
    for p, g, b in zip(params, grads, buf):
        b[...] = momentum * b + g
        p[...] = p - lr * (g + momentum * b)
        return None
