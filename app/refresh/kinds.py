"""The kinds of stored files, in the order in which they are made, and what a name stands for.

The modules are named as text and loaded when they are asked for: most of them import torch, which the command line must
not, and which may be missing.
"""

import difflib
import importlib
from collections.abc import Iterable
from dataclasses import dataclass

from app.refresh.stored_file import StoredFile

MODULES = (
    *("kill_tables", "mutants", "landscape_ranges", "rule_paths"),
    *("workload_cards", "parity", "costs", "baselines", "probes"),
)
"""A workload's card comes before what is measured on the workload."""

OF_TORCH = frozenset({"torch", "array_api_compat", "scipy", "sklearn"})
"""What the extra `torch` installs."""


class UnknownEntry(Exception):
    """A name of which nothing is or should be stored; the text says which there are, the nearest first."""


@dataclass(frozen=True)
class Kinds:
    """The kinds that can be made here, and the modules of those that cannot, for lack of torch."""

    files: tuple[StoredFile, ...]
    without_torch: tuple[str, ...] = ()

    def check(self, names: Iterable[str]) -> None:
        """Raise `UnknownEntry` for a name that no kind knows."""
        possible = {name: None for file in self.files for name in file.known()}
        for name in names:
            if name not in possible:
                near = difflib.get_close_matches(name, possible, n=5, cutoff=0.5)
                ordered = [*near, *sorted(possible.keys() - set(near))]
                raise UnknownEntry(f"nothing is stored of {name!r}; there are: {', '.join(ordered)}")


def load(modules: Iterable[str] = MODULES) -> Kinds:
    """Every kind, or those of the modules named."""
    files: list[StoredFile] = []
    missing = []
    for name in modules:
        try:
            module = importlib.import_module(f"app.refresh.{name}")
        except ModuleNotFoundError as error:
            if (error.name or "").split(".")[0] not in OF_TORCH:
                raise
            missing.append(name)
            continue
        files.extend(file for file in module.FILES if file.path.parent.is_dir())  # tests are not installed
    return Kinds(tuple(files), tuple(missing))
