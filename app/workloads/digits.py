"""The handwritten digits that come with scikit-learn: 1,797 images of 8 x 8 pixels.

1,437 train, 180 choose a setting and 180 report what it is worth.
"""

import importlib.util
from functools import cache
from pathlib import Path

import numpy as np
import torch

from app.workloads.classifier import Samples, permutation

LICENCE = "Alpaydin & Kaynak 1998, UCI Machine Learning Repository, CC BY 4.0; part of scikit-learn (BSD-3-Clause)"
HELD_BACK, REPORTING = 360, 180
SPLIT = (1437, 180, 180)
"""Digits that train, choose and report."""
FILE = "datasets/data/digits.csv.gz"
"""Within scikit-learn: 64 pixels from 0 to 16, then the class, on each line."""


@cache
def digits() -> Samples:
    """All digits in a fixed order, pixels from 0 to 1, classes 0 to 9."""
    # Not by `load_digits`: importing scikit-learn, with SciPy, takes as long as many a comparison.
    found = importlib.util.find_spec("sklearn")
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError("the digits are part of scikit-learn, which is not installed")
    table = torch.from_numpy(np.loadtxt(Path(found.submodule_search_locations[0]) / FILE, delimiter=","))
    order = permutation(1, len(table))
    inputs, classes = table[order, :-1] / 16, table[order, -1].to(torch.int64)
    train, choose, report = slice(HELD_BACK, None), slice(REPORTING, HELD_BACK), slice(REPORTING)
    return Samples(inputs[train], classes[train], inputs[choose], classes[choose], inputs[report], classes[report])
