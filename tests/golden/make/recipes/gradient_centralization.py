"""Centralized gradients of optax before its Adam."""

from tests.golden.make.recipe import Recipe, Setting

LOOSE = {"rtol": 1e-9, "atol": 1e-13}

RECIPE = Recipe(settings=[Setting("adam", "optax", "chain.centralized", {"lr": 0.1}, tol=LOOSE)])
