"""Your gradients are all far above eps, where it makes no difference. A misplaced eps shows with gradients about as
small as eps, at the first step.
"""

import numpy as np


def breaking_gradients(fault, size, lr, beta1, beta2, eps):
    uneven = np.arange(1.0, size + 1.0)
    return [uneven, 0.1 * uneven] + 8 * [np.zeros(size)]
