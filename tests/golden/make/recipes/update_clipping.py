"""Adam of optax, its step clipped by the root mean square of each tensor."""

from tests.golden.make.recipe import Recipe, Setting

LOOSE = {"rtol": 1e-9, "atol": 1e-13}

RECIPE = Recipe(
    settings=[
        Setting("half", "optax", "chain.clipped_by_rms", {"lr": 0.1, "threshold": 0.5}, tol=LOOSE),
        Setting("nearly_one", "optax", "chain.clipped_by_rms", {"lr": 0.1, "threshold": 0.9}, tol=LOOSE),
    ]
)
