"""AdaBelief of two libraries, with the largest s and with RAdam's factor."""

from tests.golden.make.recipe import Recipe, Setting

LIB, CLASS = "pytorch_optimizer", "pytorch_optimizer.AdaBelief"
HYPER = {"lr": 0.1, "betas": [0.9, 0.99], "eps": 1e-12}
RECTIFIED = {"lr": 0.1, "betas": [0.9, 0.9], "rectify": True}

RECIPE = Recipe(
    settings=[
        Setting("default", LIB, CLASS, {"lr": 0.1}, states=("m", "s"), missing=True),
        Setting("eps", LIB, CLASS, HYPER | {"weight_decay": 0.3}),
        Setting("ams_bound", LIB, CLASS, HYPER | {"ams_bound": True}, states=("m", "s", "s_max")),
        Setting("rectified", LIB, CLASS, RECTIFIED | {"degenerated_to_sgd": True}),
        Setting("rectified_still", LIB, CLASS, RECTIFIED | {"degenerated_to_sgd": False}),
        Setting("optax", "optax", "optax.adabelief", {"lr": 0.1}, tol={"rtol": 1e-9, "atol": 1e-13}),
    ]
)
