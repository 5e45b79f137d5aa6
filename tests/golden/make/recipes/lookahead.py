"""Lookahead of pytorch_optimizer around torch's Adam."""

from tests.golden.make.recipe import Recipe, Setting

LIB, CLASS = "pytorch_optimizer", "pytorch_optimizer.Lookahead"
HYPER = {"lr": 0.1, "k": 2, "alpha": 0.5}

RECIPE = Recipe(
    settings=[
        Setting("every_second", LIB, CLASS, HYPER, states=("slow",)),
        Setting("every_third", LIB, CLASS, HYPER | {"k": 3, "alpha": 0.8}),
    ]
)
