"""The handwritten digits that come with scikit-learn: 1,797 images of 8 x 8 pixels, 360 of them held back."""

from functools import cache

import torch

from app.workloads.classifier import Samples, permutation

LICENCE = "Alpaydin & Kaynak 1998, UCI Machine Learning Repository, CC BY 4.0; part of scikit-learn (BSD-3-Clause)"
HELD_BACK = 360


@cache
def digits() -> Samples:
    """All digits in a fixed order, pixels from 0 to 1, classes 0 to 9."""
    from sklearn.datasets import load_digits

    x, y = load_digits(return_X_y=True)
    order = permutation(1, len(y))
    inputs, classes = torch.from_numpy(x)[order] / 16, torch.from_numpy(y)[order]
    return Samples(inputs[HELD_BACK:], classes[HELD_BACK:], inputs[:HELD_BACK], classes[:HELD_BACK])
