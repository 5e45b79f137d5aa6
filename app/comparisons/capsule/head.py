"""What a capsule says of itself, as strict models: what was asked, every setting that was tried, and by what.

A capsule is a zip with `capsule.json` (a `Head`) and one `.npy` file for each array of `PARTS`. What it was made with
is told and compared, and nothing is done by it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from app.comparisons.results.made_with import UNKNOWN
from app.comparisons.spec import ComparisonSpec
from app.comparisons.strict import Name, Number, StrictModel

FORMAT = "optimizer-playground capsule"
VERSION = 1
HEAD = "capsule.json"
TOLD = ("README.txt", "report.html")
"""For people; nothing reads them again."""
MOST_RULES, MOST_SHARDS = 32, 20_000

Text = Annotated[str, Field(max_length=2_000)]
Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Whole = Annotated[int, Field(ge=0, le=2**53)]

PARTS: Mapping[str, tuple[str, str]] = {
    "train_loss": ("float64", "(runs, steps): the loss on the batch of the next step"),
    "evaluation": ("float64", "(runs, steps): the metric, where it was evaluated"),
    "diverged": ("bool", "(runs, steps): whether the run had left the finite numbers"),
    "recorded": ("bool", "(runs, steps): whether there is a record"),
    "choosing": ("float64", "(runs,): the metric at the end on the samples that choose a setting"),
    "error": ("float64", "(runs,): the standard error of the last evaluation from its samples"),
    "hits": ("int64", "(runs, goals): the step at which each goal was first reached, -1 for never"),
}
"""By name of an array what its numbers are, and its shape in words. NaN stands where there is no number."""


class CapsuleEntry(StrictModel):
    """One rule as it is called, with every setting that was tried, those of moved grids too."""

    label: Annotated[str, Field(min_length=1, max_length=200)]
    settings: list[dict[Name, Number]] = Field(min_length=1, max_length=4096)


class CapsuleMade(StrictModel):
    """What the numbers were made with: versions, libraries, the hash of the data, the machine and the date."""

    rule_versions: dict[Text, Text] = Field(max_length=MOST_RULES)
    workload_version: Text
    execution_version: Text
    program: Text
    python: Text
    torch: Text
    numpy: Text
    device: Text
    processor: Text
    data_hash: Text
    arithmetic: Text = UNKNOWN
    """Not told by capsules from before there was a choice."""
    step_kind: Text
    date: Text


class CapsuleVerdict(StrictModel):
    """What was said of two rules: which is better, or nothing."""

    first: Annotated[str, Field(max_length=200)]
    second: Annotated[str, Field(max_length=200)]
    better: Annotated[str, Field(max_length=200)] | None


class CapsuleReused(StrictModel):
    """Runs that were trained in another comparison, or begun there."""

    job: Annotated[str, Field(pattern="^[0-9a-f]{16}$")]
    title: Text
    date: Text
    steps: Whole
    runs: Whole


class Head(StrictModel):
    """All of a capsule but its numbers."""

    format: Literal["optimizer-playground capsule"]
    version: Literal[1]
    job: Annotated[str, Field(pattern="^[0-9a-f]{16}$")]
    title: Text
    sentence: Text
    conclusion: Annotated[str, Field(max_length=20_000)]
    verdicts: list[CapsuleVerdict] = Field(max_length=MOST_RULES**2)
    spec: ComparisonSpec
    entries: list[CapsuleEntry] = Field(min_length=1, max_length=MOST_RULES)
    shards: list[list[Whole]] = Field(min_length=1, max_length=MOST_SHARDS)
    """By shard the runs that were trained side by side, for that may change a last bit."""
    steps: list[Whole] = Field(min_length=1, max_length=1_000_002)
    """The recorded steps: the columns of the arrays."""
    goals: Annotated[int, Field(ge=0, le=1000)]
    made_with: CapsuleMade
    reused: list[CapsuleReused] = Field(default_factory=list, max_length=MOST_SHARDS)
    """Where runs were trained, or begun, that were not trained for this comparison; `reproduce` trains them as well."""
    sha256: dict[Name, Digest]
    """Of each array's file."""

    @property
    def runs(self) -> int:
        """How many runs there are."""
        return sum(len(entry.settings) for entry in self.entries) * self.spec.seeds

    def shape(self, part: str) -> tuple[int, ...]:
        """The shape of an array of `PARTS`."""
        if part == "hits":
            return self.runs, self.goals
        return (self.runs,) if part in ("choosing", "error") else (self.runs, len(self.steps))

    def named(self, run: int) -> str:
        """A run in words: its rule, its setting and its seed."""
        place = run // self.spec.seeds
        for entry in self.entries:
            if place < len(entry.settings):
                setting = ", ".join(f"{name} = {value:g}" for name, value in entry.settings[place].items())
                seed = self.spec.first_seed + run % self.spec.seeds
                return ", ".join(filter(None, [entry.label, setting, f"seed {seed}"]))
            place -= len(entry.settings)
        raise IndexError(f"run {run} of {self.runs}")


@dataclass(frozen=True)
class Capsule:
    """A capsule that was read: what it says, and its arrays by name."""

    head: Head
    arrays: Mapping[str, NDArray[Any]]


def arrays_of(table: Any, goals: int) -> dict[str, NDArray[Any]]:
    """The arrays of a `Table` as a capsule holds them."""
    hits = np.full((table.runs, goals), -1, dtype=np.int64)
    for run, own in table.hits.items():
        if len(own) == goals:
            hits[run] = own
    return {
        "train_loss": table.train_loss, "evaluation": table.evaluation, "diverged": table.diverged,
        "recorded": table.recorded, "choosing": table.choosing, "error": table.error, "hits": hits,
    }  # fmt: skip
