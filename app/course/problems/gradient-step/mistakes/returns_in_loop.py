"""Only the first tensor is updated. Does the function return inside the loop, or take the first entry of each list
alone? The update belongs to every tensor.
"""


def gradient_step(params, grads, lr=1e-3):
    for p, g in zip(params, grads):
        p[...] = p - lr * g
        return None
