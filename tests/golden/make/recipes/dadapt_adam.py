"""D-Adapt Adam of pytorch_optimizer, without bias correction, and of optax, with it."""

from tests.golden.make.recipe import Recipe, Setting

LIB, CLASS = "pytorch_optimizer", "pytorch_optimizer.DAdaptAdam"
LOOSE = {"rtol": 1e-9, "atol": 1e-13}

RECIPE = Recipe(
    settings=[
        Setting("default", LIB, CLASS, {"lr": 1.0}, states=("m", "v", "s"), tol=LOOSE),
        Setting("far", LIB, CLASS, {"lr": 0.5, "d0": 0.05, "betas": [0.8, 0.9], "growth_rate": 1.05}, tol=LOOSE),
        Setting("decay", LIB, CLASS, {"lr": 1.0, "d0": 0.1, "weight_decay": 0.3, "weight_decouple": True}, tol=LOOSE),
        Setting("optax", "optax", "optax.contrib.dadapt_adamw", {"estim_lr0": 0.05, "weight_decay": 0.1}, tol=LOOSE),
    ]
)
