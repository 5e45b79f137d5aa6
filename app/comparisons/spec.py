"""What a person may ask for: strict models of a comparison, with errors that say what is possible.

Names from registries and numbers within bounds, nothing else. `true` is no number, `"3"` is no number, NaN and Infinity
are no numbers, unknown fields are refused.
"""

import hashlib
import itertools
import json
import math
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, Self

from descent import registry
from descent.graph import Refused
from descent.spec import Rule
from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, field_validator, model_validator
from pydantic_core import PydanticCustomError

from app.comparisons import typed_rules
from app.comparisons.shard import Decay, Sam
from app.comparisons.validation import unknown_name
from app.workloads.card import BadOption, cards
from app.workloads.compatibility import FALLBACK_LR, reason_against

Name = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_]+$")]
Number = Annotated[float, Field(ge=-1e9, le=1e9)]
Option = Annotated[str, Field(max_length=64)] | bool | Annotated[int, Field(ge=-(2**53), le=2**53)] | Number | None
Choice = Annotated[str, Field(max_length=64)] | bool | Annotated[int, Field(ge=-(2**53), le=2**53)] | None
GraphText = Annotated[str, Field(max_length=400_000)]
LABEL = r"^[^\x00-\x1f\x7f=+@-][^\x00-\x1f\x7f]*$"
"""No control characters, and nothing that a spreadsheet takes for a formula."""
TYPED = "typed"
"""The name of every rule that comes as graphs."""


class StrictModel(BaseModel):
    """The base of every model here: strict, frozen, closed, finite."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)


class Range(StrictModel):
    """`points` values from `low` to `high`, both included, evenly spaced on a linear or logarithmic scale."""

    low: Number
    high: Number
    points: int = Field(ge=1, le=256)
    scale: Literal["linear", "log"] = "log"

    @model_validator(mode="after")
    def ordered(self) -> Self:
        """Refuse a range that has no values."""
        if self.high < self.low:
            raise PydanticCustomError("range_order", "high is smaller than low; possible: low <= high")
        if self.scale == "log" and self.low <= 0:
            raise PydanticCustomError("range_log", "a logarithmic range needs low > 0; or give scale 'linear'")
        return self

    def values(self) -> list[float]:
        """The values, in ascending order."""
        if self.points == 1:
            return [self.low]
        parts = [index / (self.points - 1) for index in range(self.points)]
        if self.scale == "log":
            ratio = math.log(self.high / self.low)
            inner = [self.low * math.exp(ratio * part) for part in parts[1:-1]]
        else:
            inner = [self.low + (self.high - self.low) * part for part in parts[1:-1]]
        # Six digits are more than a learning rate needs, and the same on every machine.
        return [self.low, *(float(f"{value:.6g}") for value in inner), self.high]


def grid_kind(value: Any) -> str:
    """Which form of grid was given: an object is a range, anything else should be a list."""
    return "range" if isinstance(value, dict | Range) else "list"


Grid = Annotated[
    Annotated[Range, Tag("range")] | Annotated[list[Number], Field(min_length=1, max_length=256), Tag("list")],
    Discriminator(grid_kind),
]


def values_of(grid: Range | list[float]) -> list[float]:
    """The values of a grid, in either form."""
    return grid.values() if isinstance(grid, Range) else list(grid)


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
    decay: Decay | None = None
    sam: Sam | None = None
    """The gradient of SAM (`plain`) or ASAM (`adaptive`) for the rule; a step then takes two."""
    graphs: list[GraphText] | None = Field(None, min_length=1, max_length=32)
    """The graph of a typed rule for each shape of the workload's tensors, as JSON text; None for a built-in rule."""

    walked: list[Number] = Field(default_factory=list, max_length=64)
    """Where a run of the first graph was after 200 steps, in NumPy where it was traced: torch is held against it."""

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

    @model_validator(mode="after")
    def fits_the_rule(self) -> Self:
        """Refuse choices and hyperparameters that the rule does not have."""
        if (self.name == TYPED) != (self.graphs is not None) or (
            (self.label is None) if self.graphs else bool(self.walked)
        ):
            raise PydanticCustomError(
                "no_graph",
                f"a rule that comes as graphs is called {TYPED} and has a label; any other has neither graphs",
            )
        rule = self.rule
        options = {choice.name: choice for choice in rule.choices}
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
        return self

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
    def title(self) -> str:
        """The label, or else the rule's title, with what of SAM goes around it."""
        around = {None: "", "plain": "SAM with ", "adaptive": "ASAM with "}[self.sam]
        return self.label or around + (self.rule.title or self.name)

    def tunable(self) -> dict[str, tuple[float, float]]:
        """The bounds of every hyperparameter by name.

        `weight_decay` is one where a form of decay is given, `sam_rho` and `sam_eps` with SAM, and `fallback_lr` for a
        rule of matrices: the learning rate of the rule that takes the other tensors.
        """
        bounds = {hyper.name: (hyper.low, hyper.high) if hyper.strict else (-1e9, 1e9) for hyper in self.rule.hypers}
        bounds |= {"weight_decay": (0.0, 1e9)} if self.decay else {}
        bounds |= {"sam_rho": (0.0, 1e9), "sam_eps": (0.0, 1e9)} if self.sam else {}
        return bounds | ({FALLBACK_LR: (0.0, 1e9)} if self.rule.scope == "matrix" else {})

    @property
    def has_rate(self) -> bool:
        """Whether the rule has a learning rate."""
        return any(hyper.name == "lr" for hyper in self.rule.hypers)

    def given(self) -> dict[str, list[float]]:
        """The values that were given to try, by hyperparameter."""
        return {name: values_of(each) for name, each in self.grid.items()}

    def rates_wanted(self, trials: int) -> int:
        """How many learning rates have to be filled in to make `trials` settings; 0 where none can be."""
        others = math.prod(len(values) for values in self.given().values())
        return trials // others if "lr" not in self.grid and self.has_rate and trials % others == 0 else 0

    def settings(self, rates: Sequence[float] = (), fixed: Mapping[str, float] | None = None) -> list[dict[str, float]]:
        """The settings to try: every combination of what was given and `rates`, the rest as in `fixed`."""
        grid = self.given() | ({"lr": list(rates)} if rates and self.has_rate else {})
        names = sorted(grid)
        tried = itertools.product(*(grid[name] for name in names))
        rest = {name: value for name, value in (fixed or {}).items() if name not in grid}
        return [dict(zip(names, values, strict=True)) | rest for values in tried]


class WorkloadChoice(StrictModel):
    """What is trained: a workload by name, and its options."""

    name: Name
    options: dict[Name, Option] = Field(default_factory=dict, max_length=16)

    @field_validator("name")
    @classmethod
    def known(cls, name: str) -> str:
        """Refuse what is not in the catalog."""
        if name not in cards():
            raise unknown_name("workload", cards())
        return name

    @model_validator(mode="after")
    def fits_the_workload(self) -> Self:
        """Refuse options that the workload does not have."""
        card = cards()[self.name]
        options = {option.name: option for option in card.options}
        for name, value in self.options.items():
            if name not in options:
                raise unknown_name(f"option of {self.name}", options)
            try:
                options[name].check(value)
            except BadOption as error:
                raise PydanticCustomError("bad_option", "{message}", {"message": str(error)}) from error
        return self


class ComparisonSpec(StrictModel):
    """A whole comparison: rules x settings x seeds on one workload."""

    rules: list[RuleChoice] = Field(min_length=1, max_length=16)
    workload: WorkloadChoice
    lr: Grid | None = None
    """The same learning rates for every rule, baselines included; without them they are placed, rule by rule."""
    trials: int = Field(16, ge=1, le=256)
    """Settings per rule, the same for every rule: the tuning budget."""
    seeds: int = Field(8, ge=1, le=256)
    """Seeds per setting, counted up from `first_seed`."""
    first_seed: int = Field(0, ge=0, le=2**31 - 1)
    steps: int = Field(500, ge=1, le=1_000_000)
    record_every: int = Field(10, ge=1, le=1_000_000)
    evaluate_every: int = Field(0, ge=0, le=1_000_000)
    """Steps between two evaluations; 0: only at the end."""
    backend: Literal["reference", "compiled"] = "compiled"

    @field_validator("lr")
    @classmethod
    def different(cls, lr: Range | list[float] | None) -> Range | list[float] | None:
        """Refuse a value that is named twice."""
        values = [] if lr is None else values_of(lr)
        if len(set(values)) != len(values):
            raise PydanticCustomError("hyper_twice", "lr names a value twice; give each once")
        return lr

    @model_validator(mode="after")
    def fair(self) -> Self:
        """Refuse unequal budgets, rules that cannot train the workload, and two rules of one label."""
        for choice in self.rules:
            if self.lr is not None and "lr" in choice.grid:
                raise PydanticCustomError(
                    "lr_twice",
                    f"lr is given for all rules and for {choice.name}; possible: one of the two",
                )
            low, high = choice.tunable().get("lr", (-1e9, 1e9))
            if not all(low <= value <= high for value in self.rates):
                raise PydanticCustomError(
                    "hyper_bounds", f"lr is outside the bounds of {choice.name}; possible: {low:g} to {high:g}"
                )
            tried = len(choice.settings(self.rates or [1.0] * choice.rates_wanted(self.trials)))
            if tried != self.trials:
                raise PydanticCustomError(
                    "unequal_budget",
                    f"every rule is tuned with trials = {self.trials} settings; the grid of {choice.name} has {tried}",
                )
            reason = self.reason_against(choice)
            if reason is not None:
                raise PydanticCustomError("not_possible", "{reason}", {"reason": reason})
        titles = [choice.title for choice in self.rules]
        if len(set(titles)) != len(titles):
            raise PydanticCustomError("same_label", "two rules have one label; give each a label of its own")
        return self

    def reason_against(self, choice: RuleChoice) -> str | None:
        """Why the rule cannot train the workload, in a sentence; None where it can."""
        workload = cards()[self.workload.name]
        reason = reason_against(choice.title if choice.graphs else choice.name, choice.rule, workload)
        if reason is not None or not choice.graphs:
            return reason
        return typed_rules.missing(choice.texts, workload.shapes(self.workload.options), workload.matrices)

    def typed(self, key: str) -> RuleChoice | None:
        """The typed rule of that key; None for one that is built in."""
        return next((choice for choice in self.rules if choice.graphs and choice.key == key), None)

    @property
    def rates(self) -> list[float]:
        """The learning rates that were given for all rules; empty where none were."""
        return [] if self.lr is None else values_of(self.lr)

    def canonical(self, named: bool = False) -> str:
        """The one JSON text of this comparison: defaults filled in, keys sorted, no spaces.

        What the authors of graphs called their values, and where they walked, is left out, unless `named`: the same
        rule is the same job.
        """
        asked = self.model_dump(mode="json")
        # What was asked before there were these fields has the text that it had.
        if self.lr is None:
            del asked["lr"]
        for choice in asked["rules"]:
            for name in ("sam", "graphs", "walked"):
                if not choice[name] or (name == "walked" and not named):
                    del choice[name]
            if "graphs" in choice:
                # The order is kept where it counts: the walk is that of the first.
                choice["graphs"] = choice["graphs"] if named else sorted(map(typed_rules.nameless, choice["graphs"]))
        return json.dumps(asked, sort_keys=True, separators=(",", ":"), allow_nan=False)

    def digest(self) -> str:
        """What was asked for: SHA-256 of the canonical JSON, in hexadecimal. The identity of the job is the plan's."""
        return hashlib.sha256(self.canonical().encode()).hexdigest()
