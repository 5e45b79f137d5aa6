"""Only the first tensor is updated: the function returns inside the loop. Take the return out of the loop, or leave
it out.
"""


def gradient_step(params, grads, lr=1e-3):
    for p, g in zip(params, grads):
        p[...] = p - lr * g
        return None
