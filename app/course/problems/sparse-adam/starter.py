import numpy as np


class SparseAdam:
    """Adam with eps on the uncorrected root, for parameters with .data and .grad, which may be None."""

    def __init__(self, params, lr=0.001, betas=(0.9, 0.999), eps=1e-8):
        """Keep the settings in `defaults` and the groups, with all their settings, in `param_groups`."""
        raise NotImplementedError("keep the settings and the groups here")

    def zero_grad(self):
        """Set every .grad to None."""
        raise NotImplementedError("forget the gradients here")

    def step(self, closure=None):
        """Call the closure, move every parameter that has a gradient, return the closure's loss."""
        raise NotImplementedError("update the parameters here")
