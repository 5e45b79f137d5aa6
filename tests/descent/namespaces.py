"""The array libraries that every rule and landscape is tested with, by name, and how arrays come back to NumPy."""

import array_api_compat.torch
import array_api_strict
import numpy as np
import torch

NAMESPACES = {"numpy": np, "torch": array_api_compat.torch, "strict": array_api_strict}


def array(values, name):
    """A float64 array of the library of that name."""
    if name == "torch":
        return torch.asarray(np.asarray(values, dtype=np.float64))
    return NAMESPACES[name].asarray(np.asarray(values, dtype=np.float64))


def to_numpy(x):
    """The array as NumPy has it."""
    return x.numpy() if isinstance(x, torch.Tensor) else np.asarray(x)


def points(landscape, count, seed=0):
    """Points spread evenly over the window, `(count, dim)`."""
    window = np.array(landscape.window, dtype=float)
    spread = np.random.default_rng(seed).random((count, landscape.dim))
    return window[:, 0] + (window[:, 1] - window[:, 0]) * spread
