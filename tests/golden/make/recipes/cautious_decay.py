"""Decay only where the step does not lead away from zero; no library that can be installed has it."""

from tests.golden.make.recipe import Recipe, Setting
from tests.golden.make.sources import FORMULA

HYPER = {"lr": 0.05, "weight_decay": 0.4}

RECIPE = Recipe(
    settings=[
        Setting("default", FORMULA, "cautious_decay", HYPER, states=("m", "v"), missing=True),
        Setting("slow", FORMULA, "cautious_decay", HYPER | {"betas": [0.99, 0.95]}),
    ]
)
