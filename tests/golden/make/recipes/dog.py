"""DoG and DoWG of optax."""

from tests.golden.make.recipe import Recipe, Setting

LOOSE = {"rtol": 1e-9, "atol": 1e-13}

RECIPE = Recipe(
    settings=[
        Setting("default", "optax", "optax.contrib.dog", {}, tol=LOOSE),
        Setting(
            "far", "optax", "optax.contrib.dog", {"init_step": ["heuristic", 0.1], "learning_rate": 0.5}, tol=LOOSE
        ),
        Setting("dowg", "optax", "optax.contrib.dowg", {}, tol=LOOSE),
        Setting("dowg_far", "optax", "optax.contrib.dowg", {"init_estim_sq_dist": 0.25, "eps": 1e-3}, tol=LOOSE),
    ]
)
