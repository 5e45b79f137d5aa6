"""Your gradients grow from step to step, so v does too, and a v that keeps its maximum is never found out. Let a
large gradient be followed by small ones.
"""

import numpy as np


def breaking_gradients(fault, size, lr, beta1, beta2, eps):
    return [eps * np.arange(1.0, size + 1.0) * 8.0**k for k in range(10)]
