"""The cases of NAME: name another library and class here, and the states that it keeps."""

from tests.golden.make.recipe import Recipe, Setting

RECIPE = Recipe(
    settings=[
        Setting("default", "torch", "torch.optim.SGD", {"lr": 0.1, "momentum": 0.9}, states=("buf",), missing=True),
        Setting("slow", "torch", "torch.optim.SGD", {"lr": 0.01, "momentum": 0.5}, states=("buf",), missing=True),
    ]
)
