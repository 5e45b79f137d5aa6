"""All tensors joined to one vector, which is cut up again at the end."""

import numpy as np


def joined(arrays):
    return np.concatenate([array.ravel() for array in arrays])


def written(values, arrays):
    ends = np.cumsum([array.size for array in arrays])
    for array, part in zip(arrays, np.split(values, ends[:-1])):
        array[...] = part.reshape(array.shape)


def nadamw_step(params, grads, m, v, t, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    p, g, first, second = map(joined, (params, grads, m, v))
    first = beta1 * first + (1 - beta1) * g
    second = beta2 * second + (1 - beta2) * g * g
    n = (1 - beta1) / (1 - beta1**t) * g + beta1 / (1 - beta1 ** (t + 1)) * first
    p = p - lr * weight_decay * p - lr * n / (np.sqrt(second / (1 - beta2**t)) + eps)
    written(first, m)
    written(second, v)
    written(p, params)
