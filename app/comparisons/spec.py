"""What a person may ask for: strict models of a comparison, with errors that say what is possible.

Names from registries and numbers within bounds, nothing else. `true` is no number, `"3"` is no number, NaN and Infinity
are no numbers, unknown fields are refused.
"""

import hashlib
import json
from typing import Annotated, Any, Literal, Self

from descent import registry
from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from app.comparisons import typed_rules
from app.comparisons.across import MOST_ENTRIES, Across, check, each
from app.comparisons.grid import Grid, Range, values_of
from app.comparisons.rule_choice import RuleChoice
from app.comparisons.schedule import ScheduleChoice
from app.comparisons.shard import Precision
from app.comparisons.space import LEAST_TRIALS
from app.comparisons.strict import Name, Number, StrictModel
from app.comparisons.validation import unknown_name
from app.workloads.card import BadOption, cards
from app.workloads.compatibility import FALLBACK_LR, reason_against

Option = Annotated[str, Field(max_length=64)] | bool | Annotated[int, Field(ge=-(2**53), le=2**53)] | Number | None


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
    across: Across | None = None
    """An option of the workload with several values: every rule is trained and tuned with each."""
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
    precision: Precision = "float32"
    """In what the products of a network are computed while it trains, with the compiled backend."""

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
    def has_products(self) -> Self:
        """Refuse another precision of products where there are none, or where they are float64."""
        if self.precision == "float32":
            return self
        why = None
        if self.backend == "reference":
            why = "the reference backend computes in float64"
        elif not cards()[self.workload.name].matrices:
            why = f"{self.workload.name} has no products of matrices"
        if why is not None:
            raise PydanticCustomError(
                "precision",
                "{why}, given precision {given!r}; possible: float32",
                {"why": why, "given": self.precision},
            )
        return self

    @model_validator(mode="after")
    def fair(self) -> Self:
        """Refuse unequal budgets, rules that cannot train the workload, and two rules of one label."""
        for choice in self.rules:
            if self.lr is not None and ("lr" in choice.grid or choice.search is not None):
                how = "is given" if choice.search is None else "is searched"
                raise PydanticCustomError(
                    "lr_twice",
                    f"lr is given for all rules and {how} for {choice.name}; possible: one of the two",
                )
            low, high = choice.tunable().get("lr", (-1e9, 1e9))
            if not all(low <= value <= high for value in self.rates):
                raise PydanticCustomError(
                    "hyper_bounds", f"lr is outside the bounds of {choice.name}; possible: {low:g} to {high:g}"
                )
            if choice.search is not None and self.trials < LEAST_TRIALS:
                raise PydanticCustomError(
                    "short_search", f"{choice.name} is searched; possible: trials = {LEAST_TRIALS} or more"
                )
            tried = len(choice.settings(self.rates or [1.0] * choice.rates_wanted(self.trials)))
            if choice.search is None and tried != self.trials:
                raise PydanticCustomError(
                    "unequal_budget",
                    f"every rule is tuned with trials = {self.trials} settings; the grid of {choice.name} has {tried}",
                )
            reason = self.reason_against(choice)
            if reason is not None:
                raise PydanticCustomError("not_possible", "{reason}", {"reason": reason})
            self.schedule_of(choice)
        if self.across is not None:
            check(self.across, cards()[self.workload.name], self.workload.options)
            entries = (len(self.rules) + len(registry.baselines())) * len(each(self.across))
            if entries > MOST_ENTRIES:
                raise PydanticCustomError(
                    "many_across",
                    f"{entries} rules and values are too many; possible: at most {MOST_ENTRIES}, two baselines"
                    " included",
                )
            if any(choice.graphs for choice in self.rules):
                raise PydanticCustomError(
                    "typed_across", "a typed rule is traced for one size of tensors; possible: no across beside it"
                )
        titles = [choice.title for choice in self.rules]
        if len(set(titles)) != len(titles):
            raise PydanticCustomError("same_label", "two rules have one label; give each a label of its own")
        return self

    def reason_against(self, choice: RuleChoice) -> str | None:
        """Why the rule cannot train the workload, in a sentence; None where it can."""
        workload = cards()[self.workload.name]
        reason = reason_against(choice.title if choice.graphs else choice.name, choice.rule, workload)
        if FALLBACK_LR in {*choice.grid, *(choice.search or ())} and not workload.has_others(self.workload.options):
            return f"{workload.name} has matrices only, of which {choice.name} leaves none; possible: no {FALLBACK_LR}"
        if reason is not None or not choice.graphs:
            return reason
        return typed_rules.missing(
            choice.texts,
            workload.shapes(self.workload.options),
            workload.matrices_of(self.workload.options),
        )

    def typed(self, key: str) -> RuleChoice | None:
        """The typed rule of that key; None for one that is built in."""
        return next((choice for choice in self.rules if choice.graphs and choice.key == key), None)

    def schedule_of(self, choice: RuleChoice) -> dict[str, Any] | None:
        """The schedule of a rule with every setting, as plain data; None for the constant rate."""
        asked = choice.schedule or self.schedule
        return asked.data(self.steps) if asked is not None and choice.follows_schedule else None

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
        for name in ("lr", "schedule", "across"):
            if asked[name] is None:
                del asked[name]
        if asked["precision"] == "float32":
            del asked["precision"]
        for choice in asked["rules"]:
            if choice["search"] is None:
                del choice["search"]
            for name in ("sam", "modifiers", "schedule", "graphs", "walked"):
                if not choice[name] or (name == "walked" and not named):
                    del choice[name]
            if "graphs" in choice:
                # The order is kept where it counts: the walk is that of the first.
                choice["graphs"] = choice["graphs"] if named else sorted(map(typed_rules.nameless, choice["graphs"]))
        return json.dumps(asked, sort_keys=True, separators=(",", ":"), allow_nan=False)

    def digest(self) -> str:
        """What was asked for: SHA-256 of the canonical JSON, in hexadecimal. The identity of the job is the plan's."""
        return hashlib.sha256(self.canonical().encode()).hexdigest()
