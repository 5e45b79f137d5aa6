"""Yogi, the worked example of the README: no rule of that name is here yet, so no golden file is either."""

from tests.golden.make.recipe import Recipe, Setting

HYPER = {"lr": 0.1, "betas": [0.9, 0.999]}

RECIPE = Recipe(
    settings=[
        Setting("default", "pytorch_optimizer", "pytorch_optimizer.Yogi", HYPER, states=("m", "v"), missing=True),
        Setting("optax", "optax", "optax.yogi", HYPER, variant={"start": "1e-6"}),
    ]
)
