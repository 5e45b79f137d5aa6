"""Adam-atan2, written again from the paper; no library that can be installed has it."""

from tests.golden.make.recipe import Recipe, Setting
from tests.golden.make.sources import FORMULA

RECIPE = Recipe(
    settings=[
        Setting("default", FORMULA, "adam_atan2", {"lr": 0.1}, states=("m", "v"), missing=True),
        Setting("scaled", FORMULA, "adam_atan2", {"lr": 0.1, "betas": [0.8, 0.9], "a": 1.0, "b": 2.0}),
    ]
)
