"""What is compared with what: a rule here and a class or function of a peer, and from where settings are drawn."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

Space = Callable[[Random], Any]

SHAPES: Sequence[Sequence[tuple[int, ...]]] = ([(7,)], [(5, 3)], [(4,), (3, 6), (1,)])
"""The shapes of the tensors of a run, one of these drawn."""

MATRICES: Sequence[Sequence[tuple[int, ...]]] = ([(5, 3)], [(4, 4)], [(2, 7)])
"""The same for rules of matrices."""

VECTORS: Sequence[Sequence[tuple[int, ...]]] = ([(7,)], [(4,)])
"""The same where a peer treats matrices in another way."""

DTYPES = ("float64", "float32", "bfloat16")

TOLERANCES = {"float64": 1e-9, "float32": 1e-4, "bfloat16": 0.1}
"""The greatest difference, relative to the larger of 1 and the number, that rounding explains over all steps.

In bfloat16 a step's rounding is half of 2^-7, and there are 24 steps.
"""


def between(low: float, high: float) -> Space:
    """A number, every one as likely."""
    return lambda draw: draw.uniform(low, high)


def around(low: float, high: float) -> Space:
    """A number, every power of ten as likely."""
    return lambda draw: 10 ** draw.uniform(low, high)


def one_of(*values: Any) -> Space:
    """One of these."""
    return lambda draw: draw.choice(values)


def several(*spaces: Space) -> Space:
    """One number from each."""
    return lambda draw: [space(draw) for space in spaces]


SPACES: Mapping[str, Space] = {
    "lr": around(-3, -1),
    "betas": several(between(0.5, 0.95), between(0.9, 0.999)),
    "eps": around(-9, -5),
    "weight_decay": between(0.0, 0.2),
    "momentum": between(0.5, 0.95),
    "nesterov": one_of(True, False),
    "maximize": one_of(True, False),
}
"""Settings that mean the same everywhere, by the name that cases give them."""


@dataclass(frozen=True)
class Pair:
    """A rule and its peer. With `fixed` settings nothing else is drawn of them."""

    rule: str
    """The golden file, and so the map, that knows the peer's settings; mostly the name of our rule."""
    lib: str
    """A source of `tests.golden.make.sources`."""
    entry: str
    """The class or function, with arguments that are no settings."""
    drawn: Sequence[str] = ("lr",)
    """The settings that are drawn, from `spaces` or else from `SPACES`."""
    spaces: Mapping[str, Space] = field(default_factory=dict)
    fixed: Mapping[str, Any] = field(default_factory=dict)
    variant: Mapping[str, Any] = field(default_factory=dict)
    shapes: Sequence[Sequence[tuple[int, ...]]] = SHAPES
    dtypes: Sequence[str] = DTYPES
    ours: Mapping[str, Any] = field(default_factory=dict)
    """Settings that our side is told beside the peer's: what the class means by its name alone."""
    ignored: Sequence[str] = ()
    """Settings of the peer that stay at their defaults and mean nothing for a rule: how it runs, what it wraps."""
    tolerances: Mapping[str, float] = field(default_factory=dict)
    """Where other than `TOLERANCES`; `why` says why then."""
    zeros: bool = True
    """Whether a gradient may be exactly 0, which three decimals make it now and then."""
    why: str = ""
    """What differs and where that is said, for a pair that agrees less closely or not in every dtype."""

    @property
    def name(self) -> str:
        """The class or function without its library."""
        path = self.entry.partition("(")[0].split(".")
        if len(path) == 1:
            return path[0]
        return ".".join(path[2:] if path[:2] == ["torch", "optim"] else path[1:])

    def tolerance(self, dtype: str) -> float:
        """The greatest difference that is agreement."""
        return {**TOLERANCES, **self.tolerances}[dtype]


@dataclass(frozen=True)
class Apart:
    """What a peer has under the name of one of our rules, and does otherwise: nothing to compare, and why."""

    lib: str
    name: str
    rule: str
    why: str
