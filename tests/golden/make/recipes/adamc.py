"""AdamC: AdamW of timm with corrected decay, and AdamC of pytorch_optimizer, at a lr below the largest."""

from tests.golden.make.recipe import Recipe, Setting

HYPER = {"lr": 0.02, "max_lr": 0.1, "weight_decay": 0.5}
# pytorch_optimizer adds 1e-15 to v and divides ε too by the root of the correction: with this ε neither is seen.
LOOSE = {"rtol": 1e-8, "atol": 1e-10}

RECIPE = Recipe(
    settings=[
        Setting(
            "default", "timm", "timm.optim.AdamWLegacy", HYPER | {"betas": [0.9, 0.999], "eps": 1e-8}, states=("m", "v")
        ),
        Setting("normalized", "pytorch_optimizer", "pytorch_optimizer.AdamC", HYPER | {"eps": 1e-14}, tol=LOOSE),
    ]
)
