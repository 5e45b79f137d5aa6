"""MADGRAD of three libraries."""

from tests.golden.make.recipe import Recipe, Setting

HYPER = {"lr": 0.05, "momentum": 0.8, "eps": 1e-3}

RECIPE = Recipe(
    settings=[
        Setting("default", "pytorch_optimizer", "pytorch_optimizer.MADGRAD", {"lr": 0.1}, states=("s", "v", "p0")),
        Setting("l2", "pytorch_optimizer", "pytorch_optimizer.MADGRAD", HYPER | {"weight_decay": 0.2}),
        Setting("no_momentum", "pytorch_optimizer", "pytorch_optimizer.MADGRAD", HYPER | {"momentum": 0.0}),
        Setting("timm", "timm", "timm.optim.MADGRAD", HYPER, states=("s", "v")),
        Setting("optax", "optax", "optax.contrib.madgrad", HYPER, tol={"rtol": 1e-8, "atol": 1e-8}),
    ]
)
