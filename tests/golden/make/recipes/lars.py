"""LARS of three libraries, which differ in where lr stands, in the ratio's norm and in what happens to vectors."""

from tests.golden.make.recipe import Recipe, Setting

TORCH, TIMM = ("pytorch_optimizer", "pytorch_optimizer.LARS"), ("timm", "timm.optim.Lars")
HYPER = {"lr": 0.5, "momentum": 0.8, "weight_decay": 0.1}
TIMM_HYPER = HYPER | {"trust_coeff": 0.05, "eps": 1e-8}

RECIPE = Recipe(
    settings=[
        Setting("default", *TORCH, {"lr": 0.5}, states=("m",), missing=True),
        Setting("decay", *TORCH, HYPER | {"trust_coefficient": 0.1, "nesterov": True}),
        Setting("timm", *TIMM, TIMM_HYPER, states=("m",)),
        Setting("timm_nesterov", *TIMM, TIMM_HYPER | {"nesterov": True, "weight_decay": 0.0, "always_adapt": True}),
        Setting("optax", "optax", "optax.lars", HYPER | {"trust_coefficient": 0.05}, tol={"rtol": 1e-9, "atol": 1e-12}),
    ]
)
