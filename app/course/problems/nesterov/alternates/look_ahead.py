"""Back from the look-ahead point, a heavy-ball step, and ahead again."""

import numpy as np


def nesterov_step(params, grads, buf, lr=1e-3, momentum=0.9):
    for p, g, b in zip(params, grads, buf):
        behind = p + lr * momentum * b
        np.copyto(b, momentum * b + g)
        behind = behind - lr * b
        np.copyto(p, behind - lr * momentum * b)
