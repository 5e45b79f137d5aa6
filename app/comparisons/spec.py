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
from descent.errors import DescentError
from descent.spec import Rule
from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from app.comparisons.around import BY_FIELDS, FORMS, around, brought, possible
from app.comparisons.grid import Grid, Range, values_of
from app.comparisons.schedule import ScheduleChoice
from app.comparisons.shard import Decay, Sam
from app.comparisons.strict import Choice, Name, Number, StrictModel
from app.comparisons.validation import unknown_name
from app.workloads.card import BadOption, cards
from app.workloads.compatibility import FALLBACK_LR, can_run

Option = Annotated[str, Field(max_length=64)] | bool | Annotated[int, Field(ge=-(2**53), le=2**53)] | Number | None
LABEL = r"^[^\x00-\x1f\x7f=+@-][^\x00-\x1f\x7f]*$"
"""No control characters, and nothing that a spreadsheet takes for a formula."""


class RuleChoice(StrictModel):
    """One rule to compare: its named choices, its form of weight decay and the values to try."""

    name: Name
    label: str | None = Field(None, min_length=1, max_length=40, pattern=LABEL)
    """How plots call it; the rule's title if left out."""
    choices: dict[Name, Choice] = Field(default_factory=dict, max_length=16)
    grid: dict[Name, Grid] = Field(default_factory=dict, max_length=8)
    """Values to try by hyperparameter. Without `lr` learning rates are filled in, for every rule in one way."""
    decay: Decay | None = None
    sam: Sam | None = None
    """The gradient of SAM (`plain`) or ASAM (`adaptive`) for the rule; a step then takes two."""
    modifiers: list[Name] = Field(default_factory=list, max_length=6)
    """What else goes around the rule. Its numbers stand in `grid`, its choices in `choices`."""
    schedule: ScheduleChoice | None = None
    """How the learning rate goes over the steps; as the comparison says if left out."""

    @field_validator("name")
    @classmethod
    def known(cls, name: str) -> str:
        """Refuse what is not in the registry."""
        if name not in registry.rule_names():
            raise unknown_name("rule", registry.rule_names())
        return name

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
        if self.schedule is not None and not self.follows_schedule:
            raise PydanticCustomError(
                "no_schedule", f"{self.name} takes its learning rate at the first step only; possible: no schedule"
            )
        return self

    @property
    def rule(self) -> Rule:
        """The rule of the registry."""
        return registry.rule(self.name)

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
        """The label, or else the rule's title with SAM, modifiers and a schedule of its own."""
        sam = {None: "", "plain": "SAM with ", "adaptive": "ASAM with "}[self.sam]
        named = " + ".join([self.rule.title or self.name, *(name.replace("_", " ") for name in self.modifiers)])
        return self.label or sam + named + (f", {self.schedule.title}" if self.schedule else "")

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
    schedule: ScheduleChoice | None = None
    """How the learning rate of every rule goes, baselines included, but of those with a schedule of their own."""
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

    @field_validator("schedule")
    @classmethod
    def constant_is_none(cls, schedule: ScheduleChoice | None) -> ScheduleChoice | None:
        """The constant rate is the same comparison whether it is named or not."""
        named = schedule is not None and schedule.name == "constant" and schedule.settings.get("factor", 1) == 1
        return None if named else schedule

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
            reason = can_run(choice.name, self.workload.name)
            if reason is not None:
                raise PydanticCustomError("not_possible", "{reason}", {"reason": reason})
            self.schedule_of(choice)
        titles = [choice.title for choice in self.rules]
        if len(set(titles)) != len(titles):
            raise PydanticCustomError("same_label", "two rules have one label; give each a label of its own")
        return self

    def schedule_of(self, choice: RuleChoice) -> dict[str, Any] | None:
        """The schedule of a rule with every setting, as plain data; None for the constant rate."""
        asked = choice.schedule or self.schedule
        return asked.data(self.steps) if asked is not None and choice.follows_schedule else None

    @property
    def rates(self) -> list[float]:
        """The learning rates that were given for all rules; empty where none were."""
        return [] if self.lr is None else values_of(self.lr)

    def canonical(self) -> str:
        """The one JSON text of this comparison: defaults filled in, keys sorted, no spaces."""
        asked = self.model_dump(mode="json")
        # What was asked before there were these fields has the text that it had.
        for name in ("lr", "schedule"):
            if asked[name] is None:
                del asked[name]
        for choice in asked["rules"]:
            for name in ("sam", "modifiers", "schedule"):
                if not choice[name]:
                    del choice[name]
        return json.dumps(asked, sort_keys=True, separators=(",", ":"), allow_nan=False)

    def digest(self) -> str:
        """What was asked for: SHA-256 of the canonical JSON, in hexadecimal. The identity of the job is the plan's."""
        return hashlib.sha256(self.canonical().encode()).hexdigest()
