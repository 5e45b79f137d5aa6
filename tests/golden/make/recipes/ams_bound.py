"""The largest second moment in the denominator: AdamW of torch, and three rules of pytorch_optimizer."""

from tests.golden.make.recipe import Recipe, Setting

LIB = "pytorch_optimizer"
BOUND = {"lr": 0.1, "ams_bound": True, "foreach": False}
# With this decay of v the largest lies behind at most steps.
FORGETFUL = {"betas": [0.9, 0.5]}
# pytorch_optimizer adds 1e-15 to v and divides ε too by the root of the correction: with this ε neither is seen.
SMALL, LOOSE = {"eps": 1e-14}, {"rtol": 1e-8, "atol": 1e-10}

RECIPE = Recipe(
    settings=[
        Setting(
            "adamw",
            "torch",
            "torch.optim.AdamW",
            {"lr": 0.1, "weight_decay": 0.3, "amsgrad": True} | FORGETFUL,
            states=("m", "v", "v_max"),
            missing=True,
        ),
        Setting(
            "adamc",
            LIB,
            "pytorch_optimizer.AdamC",
            {"lr": 0.02, "max_lr": 0.1, "weight_decay": 0.5, "ams_bound": True} | FORGETFUL | SMALL,
            tol=LOOSE,
        ),
        Setting(
            "laprop",
            LIB,
            "pytorch_optimizer.LaProp",
            BOUND | FORGETFUL | SMALL,
            states=("v_max",),
            variant={"form": "lr_in_ema"},
            tol=LOOSE,
        ),
        Setting(
            "mars",
            LIB,
            "pytorch_optimizer.MARS",
            BOUND | FORGETFUL | SMALL | {"optimize_1d": True, "lr_1d": 0.1},
            states=("v_max",),
            tol=LOOSE,
        ),
    ]
)
