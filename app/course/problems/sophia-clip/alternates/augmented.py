"""Augmented assignment; the clip by minimum and maximum."""

import numpy as np


def sophia_step(
    params, grads, m, h, probes=None, products=None, lr=1e-4, beta1=0.965, beta2=0.99, gamma=0.01, rho=0.04, eps=1e-12
):
    missing = [None] * len(params)
    for p, g, first, second, u, hu in zip(params, grads, m, h, probes or missing, products or missing):
        first *= beta1
        first += (1 - beta1) * g
        if u is not None:
            second *= beta2
            second += (1 - beta2) * (u * hu)
        step = first / np.where(gamma * second > eps, gamma * second, eps)
        p -= lr * np.minimum(np.maximum(step, -rho), rho)
