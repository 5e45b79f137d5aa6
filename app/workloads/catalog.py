"""Finds workloads by listing this folder, builds them, and writes `catalog.json` for processes without torch.

python -m app.workloads.catalog      writes the file
"""

import importlib
import json
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import ModuleType

import app.workloads
from app.workloads.card import FOLDER, BadOption, Card, Value
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
    return workload


def catalog() -> str:
    """The text of `catalog.json`."""
    return json.dumps({name: module.CARD.to_json() for name, module in modules().items()}, indent=1) + "\n"


if __name__ == "__main__":
    (FOLDER / "catalog.json").write_text(catalog())
