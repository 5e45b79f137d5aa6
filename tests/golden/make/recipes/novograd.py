"""NovoGrad of pytorch_optimizer and optax."""

from tests.golden.make.recipe import Recipe, Setting

LIB, CLASS = "pytorch_optimizer", "pytorch_optimizer.NovoGrad"

RECIPE = Recipe(
    settings=[
        Setting("default", LIB, CLASS, {"lr": 0.1}, states=("m", "v")),
        Setting("decay", LIB, CLASS, {"lr": 0.1, "betas": [0.9, 0.5], "weight_decay": 0.2}),
        Setting("averaging", LIB, CLASS, {"lr": 0.1, "grad_averaging": True, "weight_decay": 0.2}, states=("m", "v")),
        Setting(
            "optax", "optax", "optax.novograd", {"lr": 0.1, "weight_decay": 0.1}, tol={"rtol": 1e-9, "atol": 1e-12}
        ),
    ]
)
