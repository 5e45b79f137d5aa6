"""Short runs of gradients, each made to bring out one fault; the tests work out what the fault does to them."""

import numpy as np


def breaking_gradients(fault, size, lr, beta1, beta2, eps):
    one, silent = np.ones(size), np.zeros(size)
    uneven = np.arange(1.0, size + 1.0)
    return {
        "no_bias_correction": [one],
        "correction_fixed_at_one": [one, one, one, one, one],
        "sign_of_gradient": [one, 0.1 * one],
        "betas_swapped": [one, 0.1 * one],
        "mean_of_squares": [uneven],
        "silent_tensors_skipped": [one, silent],
        "maximum_kept": [one] + 8 * [silent],
        "eps_inside_root": [eps * one],
        "eps_on_uncorrected_root": [eps * one],
        "every_fault": [eps * uneven, uneven] + 8 * [silent],
    }[fault]
