"""Writes the cases of a new rule from a short declaration: who makes them, with what settings, recording what."""

import importlib
import inspect
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.golden.make.case import Wanted, entry, listed
from tests.golden.make.sources import FORMULA, make, version

SHAPES: Mapping[str, Sequence[tuple[int, ...]]] = {"vec": [(4,)], "mat": [(3, 2)], "multi": [(4,), (3, 2), (1,)]}
"""The name of a set of tensors -> their shapes."""

STEPS = 5

HOW = ("params", "foreach", "capturable", "differentiable", "fused", "args", "kwargs")
"""Parameters of a constructor that say how it runs and not what it computes."""


@dataclass(frozen=True)
class Setting:
    """One way to run the rule, on drawn points and gradients of every shape."""

    name: str
    lib: str
    """A source of `sources.SOURCES`, such as `optax`."""
    entry: str
    """The class or function, such as `optax.yogi`; arguments that are no hyperparameters may stand in parentheses."""
    hyper: Mapping[str, Any]
    states: Sequence[str] = ()
    """The states to record, by the names that the source's script knows."""
    shapes: Sequence[str] = ("vec", "mat", "multi")
    variant: Mapping[str, Any] = field(default_factory=dict)
    tol: Mapping[str, float] = field(default_factory=lambda: {"rtol": 1e-11, "atol": 1e-13})
    dtype: str = "float64"
    notes: str = ""
    missing: bool = False
    """Whether a tensor has no gradient at some steps, for sources that allow it."""


@dataclass(frozen=True)
class Recipe:
    """All the cases of a rule."""

    settings: Sequence[Setting]
    seed: int = 0


def content(rule: str, recipe: Recipe) -> dict[str, Any]:
    """The whole golden file of the rule, every number made now by the source that its case names."""
    made = [_case(rule, recipe, setting, shape) for setting in recipe.settings for shape in setting.shapes]
    return {"rule": rule, "schema": 1, "cases": made}


def _case(rule: str, recipe: Recipe, setting: Setting, shape: str) -> dict[str, Any]:
    """One case; its inputs depend on the seed, the shapes and the setting's name only."""
    draw = random.Random(f"{recipe.seed}/{shape}")
    params = [_drawn(draw, 1.0, dims) for dims in SHAPES[shape]]
    grads = [[_drawn(draw, 0.5, dims) for dims in SHAPES[shape]] for _ in range(STEPS)]
    if setting.missing:
        grads = [
            [None if (step + place) % 3 == 0 else grad for place, grad in enumerate(row)]
            for step, row in enumerate(grads)
        ]
    case: dict[str, Any] = {
        "case": f"{setting.name}/{shape}",
        "dtype": setting.dtype,
        "variant": dict(setting.variant),
        "hyper": dict(setting.hyper),
        "source_defaults": {},
        "params": params,
        "grads": grads,
        "extra": {},
        "expect": [],
        "source": {"lib": setting.lib, "version": "", "entry": setting.entry},
        "tol": dict(setting.tol),
        "notes": setting.notes,
        "assurance": "re-typed formula" if setting.lib == FORMULA else "library",
    }
    names = ("params", "state") if setting.states else ("params",)
    case |= make(rule, case, Wanted(names, tuple(setting.states)))
    case["source"]["version"] = version(case)
    case["source_defaults"] = _defaults(case)
    return case


def _defaults(case: dict[str, Any]) -> dict[str, Any]:
    """What the class or function takes for the settings that the case leaves alone, as its signature says."""
    module, *path = entry(case)[0].split(".")
    if case["source"]["lib"] == FORMULA:
        module, path = "tests.golden.make.formula", [module]
    try:
        found: Any = importlib.import_module(module)
        for name in path:
            inside = hasattr(found, name)
            found = getattr(found, name) if inside else importlib.import_module(f"{found.__name__}.{name}")
    except (ImportError, AttributeError, RuntimeError):
        return {}  # timm cannot be imported everywhere; the recipe's `hyper` then says all that the rule's map needs
    parameters = inspect.signature(found).parameters.values()
    return {one.name: _plain(one.default) for one in parameters if one.name not in HOW and one.default is not one.empty}


def _plain(value: Any) -> Any:
    """The default as the files hold it; what is no number, word or list of them is a function or a type."""
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return listed(value) if value is None or isinstance(value, bool | int | float | str) else "<callable>"


def _drawn(draw: random.Random, reach: float, dims: tuple[int, ...]) -> Any:
    """Numbers of three decimals in [-reach, reach], nested to the shape; short to read, and exact in the file."""
    if not dims:
        return round(draw.uniform(-reach, reach), 3)
    return [_drawn(draw, reach, dims[1:]) for _ in range(dims[0])]
