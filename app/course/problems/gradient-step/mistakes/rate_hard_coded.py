"""Your step uses the learning rate 0.001, whatever lr is passed in. Look for a typed number in the body of the
function.
"""


def gradient_step(params, grads, lr=1e-3):
    for p, g in zip(params, grads):
        p[...] = p - 1e-3 * g
