"""The rule that a page names or types, with modifiers around it and its settings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict, cast

from descent import registry
from descent.errors import BadMessage
from descent.playground.arguments import Arguments, number
from descent.sandbox.soundness import Notice
from descent.sandbox.typed_rule import Author
from descent.spec import Hyper, Landscape, Rule
from descent.stepper import compose

MOST_MODIFIERS = 6
MOST_RACERS = 24
TWO_GRADIENTS = (
    "Every step takes two gradients: so many steps cost what twice as many cost a racer that takes one. With noise both"
    " gradients see the same."
)


class RacerDescription(TypedDict, total=False):
    """A built-in rule or a typed one, with its settings and modifiers."""

    id: str
    """The page's own; it comes back with every answer."""
    rule: str
    """The name of a built-in rule."""
    source: str
    """A typed rule, in place of `rule`: it runs in the sandbox only."""
    settings: Mapping[str, object]
    """Hyperparameters and choices of the rule and of its modifiers; what is left out has its default."""
    modifiers: Sequence[str]
    """Names of modifiers; their order means nothing (`descent.modifiers.ORDER`)."""


class RacerArguments(TypedDict):
    """One racer."""

    racer: RacerDescription


class RacersArguments(TypedDict):
    """Several racers."""

    racers: list[RacerDescription]


@dataclass(frozen=True)
class Racer:
    """A rule to run: `label` says which rule and modifiers, the same for racers that may run as one population."""

    id: str
    label: tuple[Any, ...]
    base: Rule
    rule: Rule
    settings: dict[str, Any]
    description: "RacerDescription"
    """As the page asked for it."""
    notices: tuple[Notice, ...] = ()

    @property
    def lr(self) -> float | None:
        """The learning rate, if the rule has one."""
        return self.rule.settings(self.settings).get("lr")

    @property
    def alone(self) -> bool:
        """Whether its runs are computed one by one, some hundred times slower: its populations are then kept small."""
        return any(notice["kind"] == "mixes_runs" for notice in self.notices)

    @property
    def numbers(self) -> dict[str, float]:
        """Every numeric hyperparameter."""
        values = self.rule.settings(self.settings)
        return {hyper.name: float(values[hyper.name]) for hyper in self.rule.hypers}

    @property
    def choices(self) -> dict[str, Any]:
        """Every named choice."""
        values = self.rule.settings(self.settings)
        return {choice.name: values[choice.name] for choice in self.rule.choices}

    def hyper(self, name: str) -> Hyper:
        """The hyperparameter of that name; `BadMessage` where the rule has none."""
        known = {hyper.name: hyper for hyper in self.rule.hypers}
        if name not in known:
            raise BadMessage(f"no hyperparameter is called {name!r}; there are: {', '.join(known) or 'none'}")
        return known[name]

    def fits(self, landscape: Landscape) -> None:
        """Raise `BadMessage` where a rule for matrices is to run on plain coordinates."""
        plain = not landscape.shapes or any(len(shape) != 2 for shape in landscape.shapes)
        if self.base.scope == "matrix" and plain and not (self.rule.vectors and not landscape.shapes):
            raise BadMessage(
                f"{self.rule.title or self.id} takes matrices; {landscape.title} has none "
                "(try the family 'matrix_quadratic' or the matrix view)"
            )


def racer_of(arguments: Arguments[Any]) -> Racer:
    """The one racer of a method's arguments."""
    return racer_from(arguments.value("racer"), arguments.author)


def racers_of(arguments: Arguments[Any]) -> list[Racer]:
    """The racers of a method's arguments, in order."""
    return [racer_from(description, arguments.author) for description in arguments.items("racers", MOST_RACERS)]


def racer_from(description: Any, author: Author | None) -> Racer:
    """The racer; `BadMessage`, `UnknownName`, `BadHyper`, `BadRule`, and what a typed rule raises when it is loaded.

    `author` makes rules of typed source; without one a racer with source is refused.
    """
    if not isinstance(description, dict):
        raise BadMessage("a racer is an object with rule or source")
    notices: tuple[Notice, ...] = ()
    source = description.get("source")
    if source is not None:
        if author is None:
            raise BadMessage("a typed rule runs in the sandbox, not here")
        if not isinstance(source, str):
            raise BadMessage("the source of a rule is a text")
        typed = author.typed(source)
        base, notices = typed.rule, typed.notices
    else:
        base = registry.rule(str(description.get("rule")))
    names = description.get("modifiers") or []
    if not isinstance(names, list) or len(names) > MOST_MODIFIERS:
        raise BadMessage(f"'modifiers' is a list of at most {MOST_MODIFIERS} names")
    names = registry.in_order(str(name) for name in names)
    rule = compose(base, *(registry.modifier(name) for name in names))
    settings = description.get("settings") or {}
    if not isinstance(settings, dict):
        raise BadMessage("'settings' is an object of hyperparameters and choices")
    values = rule.settings(settings)
    for hyper in rule.hypers:
        number(values[hyper.name], hyper.name)
    if rule.perturb is not None:
        notices = (*notices, {"kind": "two_gradients", "message": TWO_GRADIENTS})
    named = source if source is not None else description.get("rule")
    label = (named, *names, *(repr(values[choice.name]) for choice in rule.choices))
    return Racer(
        str(description.get("id", label[0])),
        label,
        base,
        rule,
        dict(settings),
        cast(RacerDescription, description),
        notices,
    )
