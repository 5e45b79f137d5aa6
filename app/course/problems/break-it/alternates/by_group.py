"""Faults sorted by what brings them out: size, change, unevenness, silence."""

import numpy as np

TINY = {"eps_inside_root", "eps_on_uncorrected_root"}
SILENCE = {"silent_tensors_skipped", "maximum_kept"}


def breaking_gradients(fault, size, lr, beta1, beta2, eps):
    start = np.full(size, 5.0)
    if fault in TINY:
        return [start * eps / 5]
    if fault in SILENCE:
        return [start, *np.zeros((9, size))]
    if fault == "mean_of_squares":
        return [10.0 ** -np.arange(size)]
    run = [start * 0.3**k for k in range(8)]
    if fault == "every_fault":
        run = [eps / (1 + np.arange(size)), 10.0 ** -np.arange(size), *np.zeros((8, size))]
    return tuple(run)
