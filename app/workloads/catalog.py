"""Finds workloads by listing this folder, and builds them.

Their cards as data, for processes without torch, are in `catalog.json`, which `optimizer-playground refresh` writes.
"""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import ModuleType

import app.workloads
from app.workloads.card import BadOption, Card, Value
from app.workloads.workload import Device, Workload


@cache
def modules() -> dict[str, ModuleType]:
    """The modules of this folder that hold a `CARD`, by the card's name."""
    found = {}
    for entry in pkgutil.iter_modules(app.workloads.__path__):
        if entry.name != "catalog":
            module = importlib.import_module(f"app.workloads.{entry.name}")
            if hasattr(module, "CARD"):
                found[module.CARD.name] = module
    return dict(sorted(found.items()))


def build(name: str, options: Mapping[str, Value], device: Device) -> Workload:
    """The workload of that name with these options; `BadOption` says what is possible instead."""
    if name not in modules():
        raise BadOption(f"no workload is called {name!r}; there are: {', '.join(modules())}")
    module = modules()[name]
    card: Card = module.CARD
    workload: Workload = module.build(card.settings(options), device)
    workload.goals = card.targets(options)
    return workload
