"""The new buffer put into the step: (1 + momentum) g + momentum squared times the old one."""

import numpy as np


def nesterov_step(params, grads, buf, lr=1e-3, momentum=0.9):
    for p, g, b in zip(params, grads, buf):
        step = (1 + momentum) * g + momentum**2 * b
        np.multiply(b, momentum, out=b)
        np.add(b, g, out=b)
        np.subtract(p, lr * step, out=p)
