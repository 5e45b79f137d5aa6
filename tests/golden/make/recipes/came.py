"""CAME of pytorch_optimizer."""

from tests.golden.make.recipe import Recipe, Setting

LIB, CLASS = "pytorch_optimizer", "pytorch_optimizer.CAME"

RECIPE = Recipe(
    settings=[
        Setting("default", LIB, CLASS, {"lr": 0.01}, states=("m",), missing=True),
        Setting("short", LIB, CLASS, {"lr": 0.01, "betas": [0.8, 0.9, 0.95], "clip_threshold": 0.5}, states=("m",)),
        Setting("decay", LIB, CLASS, {"lr": 0.1, "weight_decay": 0.3, "eps1": 1e-4, "eps2": 1e-4}),
    ]
)
