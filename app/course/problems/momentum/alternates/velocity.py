"""The velocity form, with the sign and the rate in the velocity, and buf restored from it."""

import numpy as np


def momentum_step(params, grads, buf, lr=1e-3, momentum=0.9):
    for p, g, b in zip(params, grads, buf):
        velocity = -(momentum * b) - g
        np.copyto(p, p + lr * velocity)
        np.copyto(b, -velocity)
