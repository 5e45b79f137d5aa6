"""The schedule-free wrapper of optax around its Adam."""

from tests.golden.make.recipe import Recipe, Setting

LOOSE = {"rtol": 1e-9, "atol": 1e-12}

RECIPE = Recipe(
    settings=[
        Setting("default", "optax", "chain.schedule_free", {"lr": 0.1, "share": 0.9, "power": 2.0}, tol=LOOSE),
        Setting("near_z", "optax", "chain.schedule_free", {"lr": 0.3, "share": 0.4, "power": 0.0}, tol=LOOSE),
    ]
)
