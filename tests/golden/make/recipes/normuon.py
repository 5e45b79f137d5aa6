"""NorMuon of pytorch_optimizer, its Newton–Schulz iteration in double precision."""

from tests.golden.make.recipe import Recipe, Setting

LIB, CLASS = "pytorch_optimizer", "pytorch_optimizer.NorMuon"
LOOSE = {"rtol": 1e-9, "atol": 1e-12}

RECIPE = Recipe(
    settings=[
        Setting("default", LIB, CLASS, {"lr": 0.1}, states=("m", "v"), shapes=("mat",), tol=LOOSE),
        Setting(
            "match_rms",
            LIB,
            CLASS,
            {"lr": 0.1, "momentum": 0.8, "beta2": 0.9, "nesterov": False, "update_scale": "match_rms"},
            shapes=("mat",),
            tol=LOOSE,
        ),
    ]
)
