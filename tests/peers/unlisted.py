"""What an installed peer offers and nobody has looked at: found by program, so that nothing is forgotten."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from functools import partial
from typing import Any

import torch

from tests.peers.pairs import apart, not_ours, pairs

MODULES = {
    "torch": "torch.optim",
    "pytorch_optimizer": "pytorch_optimizer",
    "schedulefree": "schedulefree",
    "prodigyopt": "prodigyopt",
    "heavyball": "heavyball",
}
"""A source with torch's interface -> the module in which its optimizers are."""

OPTAX = {"optax": "", "optax.contrib": "contrib."}
EMERGING = "package:NVIDIA emerging-optimizers"


def public(lib: str) -> Iterator[str]:
    """Everything of an installed peer that optimises, by the name that pairs have."""
    if lib in MODULES:
        yield from optimizers(importlib.import_module(MODULES[lib]), lib)
    elif lib == "optax":
        for module, prefix in OPTAX.items():
            yield from (prefix + name for name in transformations(importlib.import_module(module)))
    elif lib == EMERGING:
        package = importlib.import_module("emerging_optimizers")
        for found in pkgutil.walk_packages(package.__path__, "emerging_optimizers."):
            try:
                module = importlib.import_module(found.name)
            except ImportError:  # triton, which a machine without a GPU lacks
                continue
            yield from optimizers(module, lib)
            yield from (name for name in vars(module) if name.startswith("calculate_"))


def optimizers(module: Any, lib: str) -> Iterator[str]:
    """The classes of the module that derive from torch's optimizer, those left out that are torch's own."""
    for name, value in vars(module).items():
        if name.startswith("_") or not isinstance(value, type) or not issubclass(value, torch.optim.Optimizer):
            continue
        if lib == "torch" or not value.__module__.startswith("torch."):
            yield name


def transformations(module: Any) -> Iterator[str]:
    """The functions of a module of optax that give a transformation of gradients; of `contrib` all functions."""
    for name, value in vars(module).items():
        if name.startswith(("_", "scale_by_")) or not (inspect.isfunction(value) or isinstance(value, partial)):
            continue
        given = str(inspect.signature(value).return_annotation)
        if "GradientTransformation" in given or isinstance(value, partial) or module.__name__.endswith("contrib"):
            yield name


def unlisted(lib: str) -> Iterator[str]:
    """Names of the peer that are not compared, not said to be apart and not said to be no rule of ours."""
    known: list[Any] = [*pairs(), *apart()]
    listed = {one.name for one in known if one.lib == lib} | set(not_ours(lib))
    # Its classes are in several modules each.
    listed |= {name.rpartition(".")[2] for name in listed} if lib == EMERGING else set()
    yield from sorted(set(public(lib)) - listed)


def gone(lib: str) -> Iterator[str]:
    """Names that are said to be no rule of ours and that the peer does not have."""
    yield from sorted(set(not_ours(lib)) - set(public(lib)))
