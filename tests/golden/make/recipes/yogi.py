"""Yogi, as the README explains it."""

from tests.golden.make.recipe import Recipe, Setting

HYPER = {"lr": 0.1, "betas": [0.9, 0.999]}

RECIPE = Recipe(
    settings=[
        Setting("default", "pytorch_optimizer", "pytorch_optimizer.Yogi", HYPER, states=("m", "v"), missing=True),
        Setting("optax", "optax", "optax.yogi", HYPER, states=("m", "v"), tol={"rtol": 1e-9, "atol": 1e-13}),
    ]
)
