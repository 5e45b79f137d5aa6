"""L-BFGS: Newton's method with a Hessian remembered from the last steps. Liu & Nocedal 1989, Math. Programming 45.

It asks for values and gradients where it likes, so it is no `Rule` but a driver of its own. One run at a time: a
population is a loop, because each line search goes its own way. Settings and stopping follow torch's L-BFGS.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from descent.errors import BadHyper, BadShape
from descent.lbfgs.line_search import Probe, strong_wolfe
from descent.spec import Array, Choice, Hyper, Namespace

Objective = Callable[[Array], tuple[Array, Array]]
"""From a point `(1, *shape)` to its value `(1,)` and its gradient `(1, *shape)`."""

HYPERS = (
    Hyper("lr", 1.0, 1e-6, 1.0, scale="log", doc="first step length tried, or the fixed one"),
    Hyper("max_iter", 20, 1, 100, doc="iterations of one step"),
    Hyper("max_eval", 25, 1, 200, doc="evaluations after which a step ends"),
    Hyper("tolerance_grad", 1e-7, 1e-12, 1e-3, scale="log", doc="largest entry of the gradient at which it is done"),
    Hyper("tolerance_change", 1e-9, 1e-12, 1e-3, scale="log", doc="smallest change of point or value"),
    Hyper("history_size", 100, 1, 100, doc="remembered pairs"),
)

LINE_SEARCH = Choice(
    "line_search",
    "none",
    {"none": "a fixed step length", "strong_wolfe": "a step that satisfies the strong Wolfe conditions"},
)


@dataclass(frozen=True)
class Pair:
    """A remembered step `s`, the change `y` of the gradient along it, and 1 / ⟨y, s⟩."""

    s: Array
    y: Array
    rho: float


@dataclass(frozen=True)
class Progress:
    """Where a run stands: the point, the pairs, the last direction and step length, and what was spent so far."""

    x: Array
    pairs: tuple[Pair, ...] = ()
    scale: float = 1.0
    direction: Array = None
    t: float = 0.0
    gradient: Array = None
    iterations: int = 0
    evaluations: int = 0
    value: float | None = None
    """The value at the start of the last step."""


def settings(given: dict[str, Any]) -> dict[str, Any]:
    """The defaults with `given` over them; `max_eval` follows `max_iter` (5/4 of it) unless given."""
    known = {hyper.name: hyper.default for hyper in HYPERS} | {LINE_SEARCH.name: LINE_SEARCH.default}
    for name in given:
        if name not in known:
            raise BadHyper(f"no hyperparameter is called {name!r}; there are: {', '.join(known)}")
    LINE_SEARCH.check(given.get(LINE_SEARCH.name, LINE_SEARCH.default))
    made = {**known, **given}
    return made if "max_eval" in given else made | {"max_eval": made["max_iter"] * 5 // 4}


def begin(x: Array) -> Progress:
    """The progress at the starting point, `(1, *shape)`."""
    if x.ndim < 2 or x.shape[0] != 1:
        raise BadShape(f"L-BFGS takes one run, (1, ...), given {tuple(x.shape)}")
    return Progress(x)


def advance(objective: Objective, progress: Progress, given: dict[str, Any], xp: Namespace) -> Progress:
    """The progress one step later: at most `max_iter` iterations."""
    chosen = settings(given)
    value, gradient = _evaluate(objective, progress.x)
    progress = replace(progress, value=value, evaluations=progress.evaluations + 1)
    spent, iteration = 1, 0
    while iteration < chosen["max_iter"] and _largest(gradient, xp) > chosen["tolerance_grad"]:
        iteration += 1
        progress = _turn(replace(progress, iterations=progress.iterations + 1), gradient, chosen, xp)
        d = progress.direction
        slope = float(_dot(gradient, d, xp))
        progress = replace(progress, gradient=gradient)
        if slope > -chosen["tolerance_change"]:
            break
        first = progress.iterations == 1
        t = chosen["lr"] * (min(1.0, 1.0 / float(xp.sum(xp.abs(gradient)))) if first else 1.0)
        x, before, evaluations = progress.x, value, 0
        if chosen["line_search"] == "strong_wolfe":
            probe, evaluations = strong_wolfe(
                _along(objective, x, d, xp), Probe(0.0, value, gradient, slope), t, _largest(d, xp),
                chosen["tolerance_change"], int(chosen["max_eval"]) - spent,
            )  # fmt: skip
            t, value, gradient = probe.t, probe.value, probe.gradient
        elif iteration < chosen["max_iter"]:
            value, gradient = _evaluate(objective, x + t * d)
            evaluations = 1
        spent += evaluations
        progress = replace(progress, x=x + t * d, t=t, evaluations=progress.evaluations + evaluations)
        still = _largest(t * d, xp) <= chosen["tolerance_change"] or abs(value - before) < chosen["tolerance_change"]
        if spent >= chosen["max_eval"] or still:
            break
    return progress


def _turn(progress: Progress, gradient: Array, chosen: dict[str, Any], xp: Namespace) -> Progress:
    """The progress with the newest pair remembered and the direction of the two-loop recursion."""
    if progress.iterations == 1:
        return replace(progress, direction=-gradient)
    pairs, scale = progress.pairs, progress.scale
    s, y = progress.t * progress.direction, gradient - progress.gradient
    curvature = float(_dot(y, s, xp))
    if curvature > 1e-10:
        pairs = (*pairs, Pair(s, y, 1 / curvature))[-int(chosen["history_size"]) :]
        scale = curvature / float(_dot(y, y, xp))
    q, shares = -gradient, []
    for pair in reversed(pairs):
        share = float(_dot(pair.s, q, xp)) * pair.rho
        q = q - share * pair.y
        shares.append(share)
    d = q * scale
    for pair, share in zip(pairs, reversed(shares), strict=True):
        d = d + (share - float(_dot(pair.y, d, xp)) * pair.rho) * pair.s
    return replace(progress, pairs=pairs, scale=scale, direction=d)


def _along(objective: Objective, x: Array, d: Array, xp: Namespace) -> Callable[[float], Probe]:
    """The function that measures at a step length along `d`."""

    def measure(t: float) -> Probe:
        value, gradient = _evaluate(objective, x + t * d)
        return Probe(t, value, gradient, float(_dot(gradient, d, xp)))

    return measure


def _evaluate(objective: Objective, x: Array) -> tuple[float, Array]:
    value, gradient = objective(x)
    return float(value[0]), gradient


def _dot(a: Array, b: Array, xp: Namespace) -> Array:
    return xp.sum(a * b)


def _largest(a: Array, xp: Namespace) -> float:
    return float(xp.max(xp.abs(a)))
