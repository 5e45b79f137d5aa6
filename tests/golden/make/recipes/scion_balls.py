"""SCION of pytorch_optimizer, after the authors' code, with each of its norms; Newton–Schulz in float64."""

from tests.golden.make.recipe import Recipe, Setting

LIB, CLASS = "pytorch_optimizer", "pytorch_optimizer.SCION"
HYPER = {"lr": 0.1, "momentum": 0.2, "constraint": True, "scale": 2.0, "foreach": False}
MATRIX = ("mat",)

RECIPE = Recipe(
    settings=[
        Setting("auto", LIB, CLASS, HYPER, states=("m",), missing=True),
        Setting("unconstrained", LIB, CLASS, HYPER | {"constraint": False}),
        Setting("sign", LIB, CLASS, HYPER | {"norm_type": 4}, shapes=MATRIX),
        Setting("columns", LIB, CLASS, HYPER | {"norm_type": 6}, shapes=MATRIX),
        Setting("rows", LIB, CLASS, HYPER | {"norm_type": 7}, shapes=MATRIX),
    ]
)
