"""Adan of pytorch_optimizer and timm, which copy the authors', and of optax, which weighs differences otherwise."""

from tests.golden.make.recipe import Recipe, Setting

TORCH, TIMM = ("pytorch_optimizer", "pytorch_optimizer.Adan"), ("timm", "timm.optim.Adan")
HYPER = {"lr": 0.1, "betas": [0.9, 0.8, 0.95], "weight_decay": 0.3}
LOOSE = {"rtol": 1e-9, "atol": 1e-13}

RECIPE = Recipe(
    settings=[
        Setting("default", *TORCH, {"lr": 0.1}, states=("m", "v", "n")),
        Setting("proximal", *TORCH, HYPER),
        Setting("decoupled", *TORCH, HYPER | {"weight_decouple": True}),
        Setting("timm", *TIMM, HYPER | {"eps": 1e-8}, states=("m", "v", "n")),
        Setting("timm_no_prox", *TIMM, HYPER | {"eps": 1e-8, "no_prox": True}),
        Setting("optax", "optax", "optax.adan", HYPER | {"eps_root": 0.0}, tol=LOOSE),
    ]
)
