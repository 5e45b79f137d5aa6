"""What an installed peer calls like one of our rules and no pair names: found, so that nothing is forgotten."""

import importlib
from collections.abc import Iterator
from typing import Any

from descent import registry

from tests.peers.pairs import apart, pairs

MODULES = {
    "torch": ("torch.optim",),
    "optax": ("optax", "optax.contrib"),
    "pytorch_optimizer": ("pytorch_optimizer",),
    "schedulefree": ("schedulefree",),
    "prodigyopt": ("prodigyopt",),
}
"""A source -> the modules in which its optimizers are."""


def plain(name: str) -> str:
    """The name without capitals and underscores."""
    return name.lower().replace("_", "")


def unlisted(lib: str) -> Iterator[str]:
    """Names of the peer that are called like a rule here and are neither compared nor said to be apart."""
    known: list[Any] = [*pairs(), *apart()]
    listed = {plain(one.name.rpartition(".")[2]) for one in known if one.lib == lib}
    ours = {plain(name) for name in registry.rule_names()}
    for path in MODULES.get(lib, ()):
        for name, value in vars(importlib.import_module(path)).items():
            if callable(value) and plain(name) in ours - listed:
                yield name
