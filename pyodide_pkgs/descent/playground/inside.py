"""One step from the inside: state, gradient, step, preconditioner, and the rule's own lines with their numbers."""

from typing import Any, NotRequired, TypedDict

from descent.analysis.measures import cosine_of, rate_of
from descent.arrays import constant, quiet
from descent.playground.answers import NoArrays, Setting, Tensor, Unbounded
from descent.playground.arguments import MOST_STEPS, Arguments
from descent.playground.landscape import LandscapeArguments, landscape_of
from descent.playground.race import per_row
from descent.playground.racer import Racer, RacerArguments, racer_of
from descent.playground.watch import LineAnswer, Watch, plain
from descent.sandbox.soundness import Notice
from descent.spec import Array, Namespace
from descent.trace.march import March

_DIRECTIONS = ("m_hat", "m", "g")


class InsideArguments(LandscapeArguments, RacerArguments):
    """A step of a racer; 1 is the first."""

    step: int
    seed: NotRequired[int]


class StateAnswer(TypedDict):
    """One array of a rule's state before and after the step."""

    name: str
    doc: str
    shape: list[int]
    before: Tensor
    after: Tensor


class EllipseAnswer(TypedDict):
    """The diagonal preconditioner: the step over `divided_by` per coordinate."""

    radii: list[float]
    divided_by: str
    """`m_hat`, `m` or `g`."""


class OwnAnswer(TypedDict):
    """What the rule itself was given and gave back."""

    gradient: Tensor
    """As the rule saw it, noise included."""
    update: Tensor
    """The whole step, modifiers included; null for a rule that takes all tensors at once."""
    rates: list[Unbounded] | None
    """The step over the gradient, negated, per coordinate."""
    cosine: NotRequired[float]
    """Between the step and the direction of steepest descent."""
    effective_rate: NotRequired[Unbounded]
    """The length of the step over that of the gradient."""
    state: list[StateAnswer]
    ellipse: EllipseAnswer | None
    """Null where none can be drawn."""
    lines: list[LineAnswer]
    """The assignments of the rule's own `update`; that of `step` is the rule's, before any modifier."""


class InsideAnswer(OwnAnswer):
    """One step from the inside."""

    step: int
    point: Tensor
    shown: Tensor
    """What the path draws; differs from `point` for a rule with a view."""
    next: Tensor
    loss: Unbounded
    next_loss: Unbounded
    exact_gradient: list[Unbounded]
    gradient_at: Tensor
    """Where SAM took the gradient that the rule saw; null for a rule that takes it at the point."""
    formula: str
    lr: float | None
    notices: list[Notice]
    settings: dict[str, Setting]


def inside_view(arguments: Arguments[InsideArguments]) -> tuple[InsideAnswer, NoArrays]:
    """What the step number `step` did and saw."""
    xp, landscape, racer = arguments.xp, landscape_of(arguments), racer_of(arguments)
    racer.fits(landscape)
    number = arguments.whole("step", low=1, high=MOST_STEPS)
    watch = Watch(racer.rule, racer.base)
    starts = xp.asarray([landscape.start], dtype=xp.float64)
    settings = {**racer.choices, **per_row([racer], 1, starts, xp)}
    march = March(watch.rule, landscape, starts, settings, xp, seed=arguments.seed())
    with quiet(xp):
        march.run_to(number - 1)
        point, shown = march.x, march.shown()
        watch.on = True
        march.go(1)
        watch.on = False
        here = point if landscape.motion is None else point - constant(landscape.motion(number - 1), point, xp)
        exact, loss = landscape.gradient(here, xp)[0, :], landscape.value(here, xp)[0]
        after = march.x if landscape.motion is None else march.x - constant(landscape.motion(number), point, xp)
        next_loss = landscape.value(after, xp)[0]
        answer: InsideAnswer = {
            "step": number,
            "point": plain(point),
            "shown": plain(shown),
            "next": plain(march.x),
            "loss": float(loss),
            "next_loss": float(next_loss),
            "exact_gradient": exact.tolist(),
            "gradient_at": plain(march.looked),
            "formula": racer.rule.formula,
            "lr": racer.lr,
            "notices": list(racer.notices),
            "settings": racer.rule.settings(racer.settings),
            **_inside(watch, racer, exact, xp),
        }
    return answer, {}


def _inside(watch: Watch, racer: Racer, exact: Array, xp: Namespace) -> OwnAnswer:
    """What the rule itself was given and gave back."""
    seen = watch.seen
    if seen.step is None or isinstance(seen.p, list):
        first = (seen.g or [None])[0] if isinstance(seen.g, list) else seen.g
        return {
            "gradient": plain(first),
            "update": None,
            "state": [],
            "ellipse": None,
            "rates": None,
            "lines": watch.lines(),
        }
    step, g = seen.step, seen.g
    flat_step, flat_g = xp.reshape(step, (-1,)), xp.reshape(g, (-1,))
    return {
        "gradient": plain(g),
        "update": plain(step),
        "rates": (-flat_step / xp.where(flat_g == 0, xp.full_like(flat_g, float("nan")), flat_g)).tolist(),
        "cosine": float(cosine_of(flat_step, exact, xp)),
        "effective_rate": float(rate_of(flat_step, exact, xp)),
        "state": _states(seen.state, seen.after, racer),
        "ellipse": _ellipse(watch.final, step, g),
        "lines": watch.lines(),
    }


def _states(before: dict[str, Any], after: dict[str, Any], racer: Racer) -> list[StateAnswer]:
    return [
        {
            "name": name,
            "doc": racer.rule.state_doc.get(name, ""),
            "shape": list(array.shape[1:]),
            "before": plain(before.get(name)),
            "after": plain(array),
        }
        for name, array in after.items()
    ]


def _ellipse(names: dict[str, Any], step: Array, g: Array) -> EllipseAnswer | None:
    """The diagonal preconditioner of a step in two coordinates; None where there is none to be drawn."""
    if tuple(step.shape) != (1, 2):
        return None
    for name in _DIRECTIONS:
        direction = g if name == "g" else names.get(name)
        if direction is None or getattr(direction, "shape", None) != step.shape:
            continue
        radii = [
            abs(float(a) / float(b)) if float(b) else float("inf") for a, b in zip(step[0], direction[0], strict=True)
        ]
        if all(0 < radius < float("inf") for radius in radii):
            return {"radii": radii, "divided_by": name}
    return None
