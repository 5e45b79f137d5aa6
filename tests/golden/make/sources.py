"""Every source that a golden case may name, the script that runs it, and why some cannot be run."""

import importlib
from collections.abc import Collection
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from tests.golden.make.case import CannotMake, Wanted

INSTALL = "pip install -c constraints.txt -e '.[golden]'"

FORMULA = "formula written again, independently"


@dataclass(frozen=True)
class Source:
    """How to run the cases of a source, or why that is not possible."""

    script: str | None = None
    """The module of this package that runs it."""
    why_not: str = ""
    """Why its cases, or those outside `entries`, cannot be made again."""
    entries: Collection[str] | None = None
    """What the script covers, where that is not all."""
    stands_in: bool = False
    """The library that can be installed is another version than the recorded one: its numbers only confirm."""


UPDATE_FUNCTIONS = (
    *("calculate_adam_update", "calculate_ademamix_update", "calculate_laprop_update", "calculate_lion_update"),
    *("calculate_madam_update", "calculate_signum_update", "calculate_sim_ademamix_update"),
)

NOT_PACKAGED = "a repository that is not published as a package"

SOURCES = {
    "torch": Source("from_torch"),
    "optax": Source("from_optax"),
    "pytorch_optimizer": Source("from_pytorch_optimizer"),
    "torch_optimizer": Source("from_torch_optimizer"),
    "timm": Source("from_timm"),
    "schedulefree": Source("from_schedulefree"),
    "prodigyopt": Source("from_prodigyopt"),
    "heavyball": Source("from_heavyball"),
    FORMULA: Source("formula"),
    "github:NVIDIA-NeMo/Emerging-Optimizers": Source(
        "from_emerging_optimizers",
        "no registry has the recorded state, 0.5.0a0; release 0.3.0 has other classes, wants triton for matrix rules "
        "and has no calculate_rmsprop_update",
        entries=UPDATE_FUNCTIONS,
        stands_in=True,
    ),
    # The release by itself, behind which no golden stands: tests/peers runs its classes too.
    "package:NVIDIA emerging-optimizers": Source("from_emerging_optimizers"),
    "github:apple/ml-ademamix": Source(why_not=NOT_PACKAGED),
    "github:iShohei220/adopt": Source("from_torch_adopt", stands_in=True),
    "github:kyleliang919/C-Optim": Source(why_not=NOT_PACKAGED),
    "github:AGI-Arena/MARS": Source(why_not=NOT_PACKAGED),
    "github:DepenM/Simplified-AdEMAMix": Source(why_not=NOT_PACKAGED),
    "github:nikhilvyas/SOAP": Source(why_not=NOT_PACKAGED),
    "github:Liuhong99/Sophia": Source("from_sophia_opt", stands_in=True),
    "rlx-optim": Source(why_not="a Rust library, compiled from its text; no Python package"),
}
"""What `source.lib` of a case says -> the source."""


class NotInstalled(Exception):
    """A library of the extra `golden` that is not here."""


def source(case: dict[str, Any]) -> Source:
    """The source that the case names; `CannotMake` for one that is not in the table."""
    name = case["source"]["lib"]
    if name not in SOURCES:
        raise CannotMake(f"the source {name!r} is not in tests/golden/make/sources.py; it has: {', '.join(SOURCES)}")
    return SOURCES[name]


def why_not(case: dict[str, Any]) -> str:
    """Why the case cannot be made again on any machine; empty where its source has a script for it."""
    named = source(case)
    covered = named.entries is None or case["source"]["entry"] in named.entries
    if named.script is None or not covered:
        return named.why_not
    return "" if case.get("grads", True) else "the case has no steps: it says which settings are refused"


def script(named: Source) -> ModuleType:
    """The script of the source; `NotInstalled` where its library is missing."""
    try:
        return importlib.import_module(f"tests.golden.make.{named.script}")
    except ImportError as error:
        if str(error.name).startswith("tests."):
            raise
        raise NotInstalled(f"{named.script} cannot run here ({error}): {INSTALL}") from error


def make(rule: str, case: dict[str, Any], want: Wanted) -> dict[str, Any]:
    """The part of the case that its source makes, made now."""
    reason = why_not(case)
    if reason:
        raise CannotMake(reason)
    made: dict[str, Any] = script(source(case)).make(rule, case, want)
    return made


def version(case: dict[str, Any]) -> str:
    """The version of the library that makes the case here."""
    return str(script(source(case)).VERSION)
