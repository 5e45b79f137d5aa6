"""One rule that a person may ask for: a name of the registry or the graphs of a typed rule, and the values to try."""

import itertools
import math
from collections.abc import Mapping, Sequence
from typing import Annotated, Self

from descent import registry
from descent.errors import DescentError
from descent.graph import Refused
from descent.spec import Hyper, Rule
from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from app.comparisons import typed_rules
from app.comparisons.around import BY_FIELDS, FORMS, around, brought, possible
from app.comparisons.grid import Grid, values_of
from app.comparisons.schedule import ScheduleChoice
from app.comparisons.shard import Decay, Sam
from app.comparisons.space import Space, Span, usual_scale, usual_spaces
from app.comparisons.strict import Choice, Name, Number, StrictModel
from app.comparisons.validation import unknown_name
from app.workloads.compatibility import FALLBACK_LR

GraphText = Annotated[str, Field(max_length=400_000)]
LABEL = r"^[^\x00-\x1f\x7f=+@-][^\x00-\x1f\x7f]*$"
"""No control characters, and nothing that a spreadsheet takes for a formula."""
TYPED = "typed"
"""The name of every rule that comes as graphs."""


class RuleChoice(StrictModel):
    """One rule to compare: its named choices, its form of weight decay and the values to try.

    A rule that somebody typed is called `typed`, has a label, and comes as `graphs`.
    """

    name: Name
    label: str | None = Field(None, min_length=1, max_length=40, pattern=LABEL)
    """How plots call it; the rule's title if left out."""
    choices: dict[Name, Choice] = Field(default_factory=dict, max_length=16)
    grid: dict[Name, Grid] = Field(default_factory=dict, max_length=8)
    """Values to try by hyperparameter. Without `lr` learning rates are filled in, for every rule in one way."""
    search: dict[Name, Space] | None = Field(None, max_length=8)
    """Spaces to search instead of a grid, all hyperparameters at once; empty: the usual ones of the rule."""
    decay: Decay | None = None
    sam: Sam | None = None
    """The gradient of SAM (`plain`) or ASAM (`adaptive`) for the rule; a step then takes two."""
    graphs: list[GraphText] | None = Field(None, min_length=1, max_length=32)
    """The graph of a typed rule for each shape of the workload's tensors, as JSON text; None for a built-in rule."""

    walked: list[Number] = Field(default_factory=list, max_length=64)
    """Where a run of the first graph was after 200 steps, in NumPy where it was traced: torch is held against it."""
    modifiers: list[Name] = Field(default_factory=list, max_length=6)
    """What else goes around the rule. Its numbers stand in `grid`, its choices in `choices`."""
    schedule: ScheduleChoice | None = None
    """How the learning rate goes over the steps; as the comparison says if left out."""

    @field_validator("name")
    @classmethod
    def known(cls, name: str) -> str:
        """Refuse what is not in the registry."""
        if name != TYPED and name not in registry.rule_names():
            raise unknown_name("rule", registry.rule_names())
        return name

    @field_validator("graphs")
    @classmethod
    def checked(cls, graphs: list[str] | None) -> list[str] | None:
        """Refuse what is no graph, and graphs of several rules."""
        texts = []
        for place, graph in enumerate(graphs or ()):
            try:
                texts.append(typed_rules.canonical_text(graph))
            except Refused as error:
                raise PydanticCustomError("no_graph", "{reason}", {"reason": f"graph {place}: {error}"}) from error
        try:
            if texts:
                typed_rules.typed_rule(tuple(texts))
        except Refused as error:
            raise PydanticCustomError("no_graph", "{reason}", {"reason": str(error)}) from error
        return graphs and texts

    @field_validator("modifiers")
    @classmethod
    def possible(cls, names: list[str]) -> list[str]:
        """Refuse what is no modifier, is named twice or has a field of its own; the order means nothing."""
        for name in names:
            if name in BY_FIELDS:
                raise PydanticCustomError(
                    "own_field", f"{name} is no modifier by name here; possible: the field {BY_FIELDS[name]}"
                )
            if name not in possible():
                raise unknown_name("modifier", possible())
        if len(set(names)) != len(names):
            raise PydanticCustomError("modifier_twice", "a modifier is named twice; name each once")
        return list(registry.in_order(names))

    @model_validator(mode="after")
    def fits_the_rule(self) -> Self:
        """Refuse what does not go around the rule, and choices and hyperparameters that it then does not have."""
        if (self.name == TYPED) != (self.graphs is not None) or (
            (self.label is None) if self.graphs else bool(self.walked)
        ):
            raise PydanticCustomError(
                "no_graph",
                f"a rule that comes as graphs is called {TYPED} and has a label; any other has neither graphs",
            )
        try:
            rule = self.composed
        except DescentError as error:
            raise PydanticCustomError("refused", "{reason}", {"reason": str(error)}) from error
        options = {choice.name: choice for choice in rule.choices if choice.name not in FORMS}
        for name, value in self.choices.items():
            if name not in options:
                raise unknown_name(f"choice of {self.name}", options)
            if not any(
                value is option or (value == option and type(value) is type(option)) for option in options[name].options
            ):
                raise unknown_name(f"value of {self.name}.{name}", map(str, options[name].options))
        refusal = rule.refusal({**self.choices, "decay_method": self.decay})
        if refusal:
            raise PydanticCustomError("refused", "{reason}", {"reason": refusal})
        possible = self.tunable()
        for name, grid in self.grid.items():
            if name not in possible:
                raise unknown_name(f"hyperparameter of {self.name}", possible)
            low, high = possible[name]
            values = values_of(grid)
            if not all(low <= value <= high for value in values):
                raise PydanticCustomError(
                    "hyper_bounds", f"{self.name}.{name} is outside its bounds; possible: {low:g} to {high:g}"
                )
            if len(set(values)) != len(values):
                raise PydanticCustomError("hyper_twice", f"{self.name}.{name} names a value twice; give each once")
        if self.search is not None:
            self._fits_the_search(self.search, possible)
        if self.schedule is not None and not self.follows_schedule:
            raise PydanticCustomError(
                "no_schedule", f"{self.name} takes its learning rate at the first step only; possible: no schedule"
            )
        return self

    def _fits_the_search(self, search: Mapping[str, Space], possible: Mapping[str, tuple[float, float]]) -> None:
        """Refuse a search beside a grid, and spaces of what the rule does not have or that it cannot take."""
        if self.grid:
            raise PydanticCustomError("grid_and_search", f"{self.name} has grid and search; possible: one of them")
        if not self.has_rate and not self.spaces():
            raise PydanticCustomError("no_space", f"{self.name} has nothing that is searched by itself; give a space")
        for name, space in search.items():
            if name not in possible:
                raise unknown_name(f"hyperparameter of {self.name}", possible)
            hyper, (low, high) = self.hypers.get(name), possible[name]
            if hyper is not None and isinstance(hyper.default, int):
                raise PydanticCustomError(
                    "space_of_whole", f"{self.name}.{name} is a whole number and is not searched; possible: a grid"
                )
            within = hyper is None or (space.low in hyper.valid and space.high in hyper.valid)
            if not within or not low <= space.low < space.high <= high:
                words = (hyper.valid.words if hyper else "") or f"{low:g} to {high:g}"
                raise PydanticCustomError(
                    "hyper_bounds", f"the space of {self.name}.{name} is outside its bounds; possible: {words}"
                )

    @property
    def texts(self) -> tuple[str, ...]:
        """The canonical texts of the graphs of a typed rule; none for a built-in one."""
        return tuple(self.graphs or ())

    @property
    def key(self) -> str:
        """What tells the rule from every other: its name in the registry, or what is made of its graphs."""
        return typed_rules.name_of(self.texts) if self.graphs else self.name

    @property
    def rule(self) -> Rule:
        """The rule of the registry, or the one that the graphs are."""
        return typed_rules.rule(self.name, self.texts)

    @property
    def composed(self) -> Rule:
        """The rule with all that goes around it."""
        return around(self.name, self.rule, self.decay, self.sam, self.modifiers)

    @property
    def is_plain(self) -> bool:
        """Whether nothing goes around the rule but a form of decay, and its rate goes as the comparison says."""
        return self.sam is None and not self.modifiers and self.schedule is None

    @property
    def follows_schedule(self) -> bool:
        """Whether the rule takes a learning rate at every step."""
        return "lr" in self.rule.wanted(self.rule.update, self.rule.defaults)

    @property
    def title(self) -> str:
        """The label, or else the rule's title with SAM, modifiers, a schedule of its own and how it is tuned."""
        sam = {None: "", "plain": "SAM with ", "adaptive": "ASAM with "}[self.sam]
        named = " + ".join([self.rule.title or self.name, *(name.replace("_", " ") for name in self.modifiers)])
        ending = "" if self.search is None else ", searched"
        return self.label or sam + named + (f", {self.schedule.title}" if self.schedule else "") + ending

    def tunable(self) -> dict[str, tuple[float, float]]:
        """The bounds of every hyperparameter by name.

        `weight_decay` is one where a form of decay is given, `sam_rho` and `sam_eps` with SAM, those of modifiers with
        these, and `fallback_lr` for a rule of matrices: the learning rate of the rule that takes the other tensors.
        """
        bounds = {hyper.name: (hyper.low, hyper.high) if hyper.strict else (-1e9, 1e9) for hyper in self.rule.hypers}
        bounds |= {"weight_decay": (0.0, 1e9)} if self.decay else {}
        bounds |= {"sam_rho": (0.0, 1e9), "sam_eps": (0.0, 1e9)} if self.sam else {}
        added = {hyper.name for hyper in self.composed.hypers} - bounds.keys()
        bounds |= {name: (min(0.0, brought()[name].low), 1e9) for name in sorted(added)}
        return bounds | ({FALLBACK_LR: (0.0, 1e9)} if self.rule.scope == "matrix" else {})

    @property
    def has_rate(self) -> bool:
        """Whether the rule has a learning rate."""
        return any(hyper.name == "lr" for hyper in self.rule.hypers)

    @property
    def hypers(self) -> dict[str, Hyper]:
        """The hyperparameters of the rule with all that goes around it, by name."""
        return {hyper.name: hyper for hyper in self.composed.hypers}

    def spaces(self) -> dict[str, Span]:
        """What is searched, beside a learning rate that is not named: what was given, or else what is usual."""
        hypers = self.hypers
        if not self.search:
            return usual_spaces(hypers)
        return {
            name: (each.low, each.high, each.scale or usual_scale(hypers.get(name), each.low, each.high))
            for name, each in sorted(self.search.items())
        }

    def given(self) -> dict[str, list[float]]:
        """The values that were given to try, by hyperparameter."""
        return {name: values_of(each) for name, each in self.grid.items()}

    def rates_wanted(self, trials: int) -> int:
        """How many learning rates have to be filled in to make `trials` settings; 0 where none can, or in a search."""
        if self.search is not None:
            return 0
        others = math.prod(len(values) for values in self.given().values())
        return trials // others if "lr" not in self.grid and self.has_rate and trials % others == 0 else 0

    def settings(self, rates: Sequence[float] = (), fixed: Mapping[str, float] | None = None) -> list[dict[str, float]]:
        """The settings to try: every combination of what was given and `rates`, the rest as in `fixed`."""
        grid = self.given() | ({"lr": list(rates)} if rates and self.has_rate else {})
        names = sorted(grid)
        tried = itertools.product(*(grid[name] for name in names))
        rest = {name: value for name, value in (fixed or {}).items() if name not in grid}
        return [dict(zip(names, values, strict=True)) | rest for values in tried]
