"""The vocabulary: what a rule, a hyperparameter, a landscape and an end of a run are.

Nothing here computes. A rule is two pure functions and their hyperparameters; a landscape is a value and a gradient.
Both are written with `xp`, an array namespace, and every array has a leading run axis.
"""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from typing import Any, Literal

from descent.errors import BadHyper, BadRule, UnknownName
from descent.valid import ANY, Valid, usual

# An array of whatever library is in use, and its namespace. The array API standard has no typing of its own that NumPy
# and torch share, so these names document rather than check.
Array = Any
Namespace = Any
State = dict[str, Array]

# The values a choice can take, and a sentence for each.
Options = Mapping[str | bool | int | None, str]

Scope = Literal["element", "tensor", "matrix", "model"]
Scale = Literal["linear", "log"]

RULE_FAMILIES: Mapping[str, str] = {
    "momentum": "Gradient descent and momentum",
    "adaptive": "Adaptive step sizes",
    "adam": "Adam and its family",
    "sign": "Signs",
    "tensor": "Per tensor, memory and tuning",
    "orthogonal": "Orthogonalised steps",
    "kronecker": "Preconditioned by Kronecker factors",
}
"""The families of rules with their titles, in the order in which pages list them."""

ROUNDING: Mapping[str, str] = {
    "decomposition": "takes eigenvectors, singular vectors or QR factors, which libraries know to 1e-7 only",
    "point": "the rounding error of a step is one of the point's, not of the step's size",
    "first step": "the first step divides rounding noise by rounding noise: no two libraries agree on it",
}
"""What a rule can say of the digits to which array libraries agree on it."""


@dataclass(frozen=True)
class Hyper:
    """One numeric hyperparameter: its default and the range a slider offers.

    `low` and `high` bound the slider, not the mathematics: a typed value outside them is taken unless `strict`.
    """

    name: str
    default: float
    low: float
    high: float
    scale: Scale = "linear"
    doc: str = ""
    strict: bool = False
    valid: Valid = ANY
    """What it may be; where a rule says nothing, what its name stands for everywhere: `valid.USUAL`."""

    def __post_init__(self) -> None:
        if self.valid == ANY:
            object.__setattr__(self, "valid", Valid(self.low, self.high) if self.strict else usual(self.name))


@dataclass(frozen=True)
class Choice:
    """One named choice between forms that the literature disagrees on; the same for a whole population.

    `options` maps each value to a sentence. Values are strings, booleans, integers or None, the default among them.
    `defective` lists the options that reproduce a known fault of a source and exist for comparison only,
    `matrices_only` those that take no tensor but matrices `(runs, rows, columns)`.
    """

    name: str
    default: str | bool | int | None
    options: Options
    doc: str = ""
    defective: tuple[str | bool | int | None, ...] = ()
    matrices_only: tuple[str | bool | int | None, ...] = ()

    def check(self, value: object) -> None:
        """Raise `UnknownName` unless `value` is one of the options."""
        if value not in self.options:
            raise UnknownName(f"{self.name}", value, (str(option) for option in self.options))


@dataclass(frozen=True)
class Rule:
    """One update rule: `init(p, xp, ...)` makes its state, `update(p, g, s, t, xp, ...)` gives step and new state.

    `p` and `g` are `(runs, *shape)`; `s` maps state names to arrays; `t` is the step, 1 at the first, counted per
    parameter. Hyperparameters and `t` are Python numbers, or arrays of `p`'s dtype that broadcast against `p` with
    length 1 or `runs` on axis 0. The caller adds the step; nothing is mutated. For scope `model`, `p`, `g` and every
    state entry are lists with one array per tensor.

    `init` and `update` take by keyword those hyperparameters, choices and inputs that their signatures name.
    """

    init: Callable[..., State]
    update: Callable[..., tuple[Array, State]]
    scope: Scope
    hypers: tuple[Hyper, ...] = ()
    choices: tuple[Choice, ...] = ()
    inputs: tuple[str, ...] = ()
    """Further arrays per step, given by keyword: a Hessian estimate, recorded noise, the rows a gradient touched."""
    vectors: bool | tuple[str, ...] = False
    """Whether a rule of scope `matrix` takes vectors `(runs, n)` too, in its own way; or which of its forms do."""
    view: Callable[..., Array] | None = None
    """`view(p, s, t, xp, ...)`: the point to evaluate or report when it is not `p` (schedule-free's average)."""
    perturb: Callable[..., list[Array]] | None = None
    """`perturb(p, g, xp, ...)`, of lists with one array per tensor: what to add to the parameters before the gradient
    for the step is taken again, there (SAM). None where a step takes one gradient."""
    title: str = ""
    formula: str = ""
    """LaTeX, the lines separated by `\\\\`."""
    paper: str = ""
    state_doc: Mapping[str, str] = field(default_factory=dict)
    traffic: str = ""
    """Least memory traffic in bytes per parameter and step in float32, each buffer read and written once."""
    related: tuple[str, ...] = ()
    family: str | None = None
    """The group under which it is listed, one of `RULE_FAMILIES`; a typed rule needs none."""
    order: int = 1000
    """Its place in the list of its family: small numbers first, rules with the same number by name."""
    baseline: str | None = None
    """Its label where a comparison adds it unasked, as what a new rule has to beat; None for nearly all."""
    heavy_ball: Literal["sum", "average"] | None = None
    """For Polyak's heavy ball: whether the buffer is a sum of gradients, or an average that takes 1 - β of each."""
    symbols: Mapping[str, str] = field(default_factory=dict)
    """Letters of `formula` that are not called as in the code, with the state or hyperparameter that they stand for."""
    unnumbered: tuple[str, ...] = ()
    """Left sides of the equations of `formula` that do not hold with the numbers of every step, such as `u_t`."""
    refused: tuple[tuple[Mapping[str, Any], str], ...] = ()
    """Settings that do not go together, of the rule and of modifiers around it, each with a sentence that says why."""
    rounding: tuple[str, ...] = ()
    """Why array libraries agree on it to fewer digits than 1e-12, each one of `ROUNDING`."""

    def __post_init__(self) -> None:
        names = [hyper.name for hyper in self.hypers] + [choice.name for choice in self.choices]
        if len(names) != len(set(names)):
            raise BadHyper(f"a rule names a hyperparameter twice: {', '.join(names)}")
        if self.family is not None and self.family not in RULE_FAMILIES:
            raise UnknownName("family of rules", self.family, RULE_FAMILIES)
        if self.heavy_ball not in (None, "sum", "average"):
            raise BadRule(f"heavy_ball is 'sum', 'average' or None, given {self.heavy_ball!r}")
        for reason in self.rounding:
            if reason not in ROUNDING:
                raise UnknownName("reason for rounding", reason, ROUNDING)
        known = {*names, *self.state_doc}
        for letter, name in self.symbols.items():
            if name not in known:
                raise BadRule(
                    f"the symbol {letter!r} stands for {name!r}; it can stand for: {', '.join(sorted(known))}"
                )

    @property
    def defaults(self) -> dict[str, Any]:
        """The default of every hyperparameter and choice, by name."""
        numbers = {hyper.name: hyper.default for hyper in self.hypers}
        return {**numbers, **{choice.name: choice.default for choice in self.choices}}

    def settings(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """The defaults with `given` laid over them; `BadHyper` or `UnknownName` for what the rule does not know."""
        defaults = self.defaults
        unknown = [name for name in given if name not in defaults]
        if unknown:
            raise BadHyper(f"no hyperparameter is called {unknown[0]!r}; there are: {', '.join(defaults) or 'none'}")
        for choice in self.choices:
            if choice.name in given:
                choice.check(given[choice.name])
        settings = {**defaults, **given}
        reason = self.refusal(settings)
        if reason:
            raise BadHyper(reason)
        return settings

    def refusal(self, settings: Mapping[str, Any]) -> str | None:
        """Why these settings do not go together; None where they do. What is not in `settings` has its default."""
        chosen = {**{choice.name: choice.default for choice in self.choices}, **settings}
        for together, why in self.refused:
            if all(chosen.get(name) == value for name, value in together.items()):
                listed = " with ".join(f"{name} {value!r}" for name, value in together.items())
                return f"{self.title or 'the rule'} does not take {listed}: {why}"
        return None

    def wanted(self, function: Callable[..., Any], available: Mapping[str, Any]) -> dict[str, Any]:
        """Those entries of `available` that `function` takes by keyword."""
        names = _parameters(function)
        return dict(available) if names is None else {name: available[name] for name in names if name in available}


@lru_cache(maxsize=1024)
def _parameters(function: Callable[..., Any]) -> tuple[str, ...] | None:
    """The parameters that `function` names; None where it takes any. Remembered: reading a signature takes 30 µs."""
    parameters = inspect.signature(function).parameters
    if any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters.values()):
        return None
    return tuple(parameters)


class Stop(Enum):
    """Why a run ended. Every one is a result with a sentence a person can read."""

    CONVERGED = "converged"
    MAX_STEPS = "max_steps"
    DIVERGED = "diverged"
    LEFT_WINDOW = "left_window"

    @property
    def sentence(self) -> str:
        """What happened, for a person."""
        return _SENTENCES[self]


_SENTENCES = {
    Stop.CONVERGED: "The loss came within the tolerance of the minimum.",
    Stop.MAX_STEPS: "The run used all its steps.",
    Stop.DIVERGED: "The point or the loss is no longer a finite number.",
    Stop.LEFT_WINDOW: "The point left the window of the landscape by more than ten times its size.",
}


@dataclass(frozen=True)
class Landscape:
    """A function to descend: `value(x, xp)` is `(runs,)`, `gradient(x, xp)` is `(runs, dim)` for `x` of `(runs, dim)`.

    `window` is (low, high) per coordinate, `start` a point, `minima` the global minimisers (empty if unbounded below),
    `stable_lr` is 2 / lambda_max at the minimum, the largest learning rate at which gradient descent stays there.
    """

    value: Callable[..., Array]
    gradient: Callable[..., Array]
    window: tuple[tuple[float, float], ...]
    start: tuple[float, ...]
    minima: tuple[tuple[float, ...], ...] = ()
    local_minima: tuple[tuple[float, ...], ...] = ()
    """Minima that lie higher than `minima`; found by search where a page asks for the landscape, empty before."""
    least: float | None = None
    """The value at the minima; None where the function is unbounded below."""
    formula: str = ""
    """LaTeX."""
    title: str = ""
    tags: tuple[str, ...] = ()
    stable_lr: float | None = None
    curvature: tuple[float, float] | None = None
    """Smallest and largest eigenvalue of the Hessian at the minimum."""
    analytic: bool = True
    """Whether complex steps through value and gradient are exact, away from kinks where it has some."""
    log_scale: bool = False
    """Draw log10(f - least + 1e-9)."""
    note: str = ""
    typed: str = ""
    """What somebody typed as its formula, with every product written out; empty for others."""
    shapes: tuple[tuple[int, ...], ...] = ()
    """The tensors that the coordinates fill, in order (matrices of a network); empty where they are one vector."""
    sample: Callable[..., Array] | None = None
    """`sample(x, draws, t, xp)`: the gradient that step `t` (from 1) sees, `(runs, dim)`; None where it is exact."""
    draws: int = 0
    """How many random numbers per run and step `sample` takes: `draws` is `(runs, draws)`."""
    noise: Literal["normal", "uniform"] = "normal"
    """What the draws are: standard normal, or uniform on (0, 1)."""
    motion: Callable[[int], tuple[float, ...]] | None = None
    """`motion(t)`: how far the whole landscape has moved after `t` steps, per coordinate; None: it stands."""
    project: Callable[..., Array] | None = None
    """`project(x, xp)`: the nearest allowed point, taken after each step; None where every point is allowed."""

    @property
    def dim(self) -> int:
        """The number of coordinates."""
        return len(self.start)
