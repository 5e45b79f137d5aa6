"""StableAdamW of pytorch_optimizer; it keeps corrected moments, so only the parameters are compared."""

from tests.golden.make.recipe import Recipe, Setting

LIB, CLASS = "pytorch_optimizer", "pytorch_optimizer.StableAdamW"

RECIPE = Recipe(
    settings=[
        Setting("default", LIB, CLASS, {"lr": 0.1}),
        Setting("short", LIB, CLASS, {"lr": 0.1, "betas": [0.8, 0.9], "weight_decay": 0.3, "eps": 1e-3}),
    ]
)
