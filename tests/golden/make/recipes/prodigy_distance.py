"""Prodigy of its authors, which the modifier around Adam without bias correction has to be."""

from tests.golden.make.recipe import Recipe, Setting

LIB, CLASS = "prodigyopt", "prodigyopt.Prodigy"
HYPER = {"lr": 1.0, "d0": 1e-2}
STATES = ("m", "v")

RECIPE = Recipe(
    settings=[
        Setting("default", LIB, CLASS, HYPER, states=STATES),
        Setting("decayed", LIB, CLASS, HYPER | {"lr": 0.5, "weight_decay": 0.1, "betas": [0.8, 0.99]}),
        Setting("bounded", LIB, CLASS, HYPER | {"beta3": 0.9, "d_coef": 2.0, "growth_rate": 1.2, "eps": 1e-4}),
    ]
)
"""The distance grows from the first steps on."""
