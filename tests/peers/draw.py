"""Draws the case of a pair: settings, points and gradients, the same for the same seed everywhere."""

from random import Random
from typing import Any

from tests.golden.make.case import entry, listed
from tests.golden.make.recipe import _defaults, _drawn
from tests.peers.pair import SPACES, Pair

STEPS = 24


def case(pair: Pair, dtype: str, seed: int, steps: int = STEPS) -> dict[str, Any]:
    """A case in the form of the golden files, without expectations."""
    draw = Random(f"{pair.lib}/{pair.entry}/{pair.rule}/{seed}")
    spaces = {**SPACES, **pair.spaces}
    hyper = {name: spaces[name](draw) for name in pair.drawn} | dict(pair.fixed)
    shapes = draw.choice(list(pair.shapes))
    params = [_drawn(draw, 1.0, shape) for shape in shapes]
    grads = [[_drawn(draw, 0.5, shape) for shape in shapes] for _ in range(steps)]
    if not pair.zeros:
        grads = _without_zeros(grads)
    made: dict[str, Any] = {
        "case": f"{pair.entry}/{dtype}/{seed}",
        "dtype": dtype,
        "variant": dict(pair.variant),
        "hyper": hyper,
        "source_defaults": {},
        "params": params,
        "grads": grads,
        "extra": {},
        "source": {"lib": pair.lib, "version": "", "entry": pair.entry},
    }
    defaults = _defaults(made) | {name: listed(value) for name, value in entry(made)[2].items()}
    made["source_defaults"] = {name: value for name, value in defaults.items() if name not in pair.ignored}
    return made


def _without_zeros(values: Any) -> Any:
    """The nested list with the last decimal in place of every 0."""
    if isinstance(values, list):
        return [_without_zeros(value) for value in values]
    return values or 1e-3
