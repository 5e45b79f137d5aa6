"""The contenders of a plan: each rule with every setting that is tried of it, by one budget for all.

The baselines, rules that call themselves one (`Rule.baseline`), are added where the comparison does not have them, with
grids that are placed as theirs (`grids.py`), or searched as they are (`searches.py`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from descent import registry

from app.comparisons import across
from app.comparisons.grid import Range
from app.comparisons.planning import grids, searches
from app.comparisons.rule_choice import RuleChoice
from app.comparisons.space import Space, Span
from app.comparisons.spec import ComparisonSpec
from app.workloads.card import Card


@dataclass(frozen=True)
class Entry:
    """One rule of the comparison with all its settings; its runs are `first` to `first + settings x seeds`."""

    label: str
    rule: str
    baseline: bool
    first: int
    settings: tuple[Mapping[str, float], ...]
    choices: Mapping[str, Any] = field(default_factory=dict)
    decay: str | None = None
    sam: str | None = None
    modifiers: Sequence[str] = ()
    schedule: Mapping[str, Any] | None = None
    """What its learning rate follows: name, settings and horizon; None: the constant rate."""
    probed: bool = True
    """Whether its grid lies where a stored probe says; else around the rule's default."""
    aside: Mapping[str, int] = field(default_factory=dict)
    """Numbers of its settings that were tuned before and apart from this, each with how many values were tried."""
    space: Mapping[str, Span] = field(default_factory=dict)
    """By hyperparameter the space that its settings are a search of; empty for a grid."""
    options: Mapping[str, Any] = field(default_factory=dict)
    """The option of the workload that has several values in this comparison, with the value of this entry."""
    base: str = ""
    """The label without that value; empty where there is none."""

    def data(self) -> dict[str, Any]:
        """The entry as plain data; one without options has the text that it had before there were any."""
        told = asdict(self) | {"settings": list(self.settings)}
        return {name: value for name, value in told.items() if value or name not in ("options", "base")}


def contenders(spec: ComparisonSpec, choices: Sequence[tuple[RuleChoice, bool]], workload: Card) -> list[Entry]:
    """Every rule with its settings: learning rates as given, for it or for all, else placed by one rule for all.

    Where an option of the workload has several values, once for each of them, with the same settings.
    """
    wide = grids.width([choice.given()["lr"] for choice, _ in choices if "lr" in choice.grid])
    entries: list[Entry] = []
    for choice, baseline in choices:
        middle, schedule = grids.middle(choice, workload), spec.schedule_of(choice)
        wanted = choice.rates_wanted(spec.trials)
        if spec.lr is not None:
            rates = spec.rates if len(spec.rates) == wanted else over_range(spec.rates, wanted)
        else:
            # A search has the range of the grid that it stands in the place of.
            points = spec.trials if choice.search is not None and choice.has_rate else wanted
            up = grids.raised(schedule, spec.steps, points, wide) if points else 0
            rates = grids.placed(middle.lr, points, wide, up) if points and middle.lr is not None else []
        space = {} if choice.search is None else searches.with_rate(choice.spaces(), rates)
        if space:
            tried = searches.settings(space, spec.trials, middle.fixed, spec.first_seed)
        else:
            tried = tuple(choice.settings(rates, middle.fixed))
        for options in across.each(spec.across):
            first = len(entries) * spec.trials * spec.seeds
            entries.append(
                Entry(
                    across.labelled(choice.title, options), choice.key, baseline, first, tried, dict(choice.choices),
                    choice.decay, choice.sam, tuple(choice.modifiers), schedule, middle.probed, middle.aside, space,
                    options, choice.title if options else "",
                )
            )  # fmt: skip
    return entries


def over_range(rates: Sequence[float], points: int) -> list[float]:
    """So many learning rates from the least to the largest of these."""
    scale: Literal["linear", "log"] = "log" if min(rates) > 0 else "linear"
    return Range(low=min(rates), high=max(rates), points=points, scale=scale).values()


def with_baselines(spec: ComparisonSpec) -> list[tuple[RuleChoice, bool]]:
    """The rules of the comparison, then the baselines it lacks; each with whether it was added as one.

    Where every rule is searched, so are they.
    """
    taken = {choice.title for choice in spec.rules}
    search: dict[str, Space] | None = {} if all(choice.search is not None for choice in spec.rules) else None
    added = []
    for rule, label in registry.baselines().items():
        if not any(choice.name == rule and choice.is_plain for choice in spec.rules):
            ending = "" if search is None else ", searched"
            added.append(RuleChoice(name=rule, label=_free(label + ending, taken), search=search))
    return [(choice, False) for choice in spec.rules] + [(choice, True) for choice in added]


def _free(label: str, taken: set[str]) -> str:
    return label if label not in taken else f"{label} (baseline)"
