"""What a worker is given, what it reports and where it stands: data and three small interfaces, without torch.

A `Shard` is a group of training runs of one workload and one rule structure, trained together. It is JSON all the way
(`Shard.to_json`, `Shard.from_json`), so that any engine can carry it. A `Record` is one line of what came out.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, Protocol, get_args

from app.comparisons.errors import BadShard
from app.workloads.card import Value

Backend = Literal["reference", "compiled"]
DeviceName = Literal["auto", "cpu", "cuda"]
Precision = Literal["float32", "tf32", "bfloat16"]
"""In what the products of a network are computed while it trains; parameters, states and metrics are float32."""
Outcome = Literal["finished", "stopped"]

Decay = Literal["decoupled", "independent", "l2", "palm", "cautious"]
Sam = Literal["plain", "adaptive"]
DECAY_FORMS = get_args(Decay)
SAM_FORMS = get_args(Sam)

Stop = Callable[[], bool]
"""Asked between steps; True ends the shard at once, after a checkpoint."""


@dataclass(frozen=True)
class Member:
    """One run of a shard: its place in the table of the whole job, its seed and its own hyperparameters."""

    index: int
    seed: int
    hypers: Mapping[str, float] = field(default_factory=dict)
    """By name; those left out keep the rule's default. With a form of decay, `weight_decay` is one of them."""


@dataclass(frozen=True)
class Shard:
    """Runs trained together: same workload, rule, choices and number of steps; seeds and numbers differ per member."""

    workload: str
    rule: str
    members: tuple[Member, ...]
    steps: int
    options: Mapping[str, Value] = field(default_factory=dict)
    """Options of the workload by name (a landscape's name, a dimension, a batch size)."""
    choices: Mapping[str, Value] = field(default_factory=dict)
    """The rule's named choices; those left out keep their default."""
    decay: str | None = None
    """How weights decay, one of `DECAY_FORMS`; None: no decay beside what the rule's own formula contains."""
    sam: str | None = None
    """Which gradient the rule steps by, one of `SAM_FORMS`: that of SAM or of ASAM, two a step; None: the usual one."""
    modifiers: tuple[str, ...] = ()
    """Names of what else of `descent.modifiers` goes around the rule; their choices stand among the rule's."""
    schedule: Mapping[str, Any] | None = None
    """What the learning rate is multiplied by: a schedule's `name`, `settings` and `horizon`; None: always 1."""
    record_every: int = 1
    """Steps between two records; the start (step 0) and the end are always recorded."""
    evaluate_every: int = 0
    """Steps between two evaluations, rounded up to a recorded step; 0: only at the end."""
    backend: Backend = "reference"
    """`reference`: eager, float64, on the CPU, repeats bit for bit. `compiled`: float32, compiled in place."""
    device: DeviceName = "auto"
    """Where `compiled` runs; `auto` takes CUDA where there is one. `reference` is always on the CPU."""
    precision: Precision = "float32"
    """Of the products of `compiled`; `tf32` is one of GPUs, and elsewhere float32."""
    graphs: tuple[str, ...] = ()
    """The canonical texts of the graphs of a rule that somebody typed; none for a built-in one."""
    walked: tuple[float, ...] = ()
    """Where a run of the first graph was after 200 steps in NumPy where it was traced; torch is held against it."""

    def __post_init__(self) -> None:
        if not self.members:
            raise BadShard("a shard needs at least one member, given none")
        _at_least("steps", self.steps, 1)
        _at_least("record_every", self.record_every, 1)
        _at_least("evaluate_every", self.evaluate_every, 0)
        _one_of("backend", self.backend, get_args(Backend))
        _one_of("device", self.device, get_args(DeviceName))
        _one_of("precision", self.precision, get_args(Precision))
        if self.backend == "reference" and self.precision != "float32":
            raise BadShard(f"the reference backend is float64, given precision {self.precision!r}; possible: float32")
        if self.decay is not None:
            _one_of("decay", self.decay, DECAY_FORMS)
        if self.sam is not None:
            _one_of("sam", self.sam, SAM_FORMS)
        if self.backend == "reference" and self.device == "cuda":
            raise BadShard("the reference backend runs on the CPU, given device 'cuda'; possible: auto, cpu")
        if len({member.index for member in self.members}) != len(self.members):
            raise BadShard("each member needs an index of its own; one is given twice")

    @property
    def width(self) -> int:
        """How many runs stand side by side."""
        return len(self.members)

    @property
    def gradients(self) -> int:
        """How many gradients a step takes."""
        return 1 if self.sam is None else 2

    def data(self) -> dict[str, Any]:
        """The shard as plain data for JSON."""
        told = asdict(self)
        # So that a shard from before there were these fields has the text that it had.
        if self.sam is None:
            del told["sam"]
        if self.precision == "float32":
            del told["precision"]
        for name in ("modifiers", "schedule", "graphs", "walked"):
            if not told[name]:
                del told[name]
        return told

    def to_json(self) -> str:
        """The shard as canonical JSON: sorted keys, no spaces; NaN and infinities are refused."""
        try:
            return json.dumps(self.data(), sort_keys=True, separators=(",", ":"), allow_nan=False)
        except ValueError as error:
            raise BadShard(f"a shard holds finite numbers only: {error}") from error

    @classmethod
    def from_json(cls, text: str) -> "Shard":
        """The shard that `to_json` wrote; `BadShard` for anything else."""
        try:
            given = json.loads(text)
            members = tuple(Member(**member) for member in given.pop("members"))
            lists = {name: tuple(given.get(name, ())) for name in ("modifiers", "graphs", "walked")}
            return cls(members=members, **given | lists)
        except BadShard:
            raise
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise BadShard(f"not a shard: {error}") from error


@dataclass(frozen=True)
class End:
    """All members after their last step, beside what every record has."""

    choosing: tuple[float | None, ...]
    """The metric on the samples that choose a setting; without samples that of `evaluation`."""
    error: tuple[float | None, ...]
    """The standard error of the evaluation from the samples that report; 0 without samples."""
    hits: tuple[tuple[int, ...], ...]
    """Per member and goal of the workload the step at which it was first reached, -1 for never."""


@dataclass(frozen=True)
class Record:
    """All members after `step` steps (0: the start), in the order of `Shard.members`.

    A run that diverged is data: it stays where it was, `diverged` is True and its numbers are None.
    """

    step: int
    train_loss: tuple[float | None, ...]
    """The loss on the batch of the next step, at the parameters after `step` steps."""
    evaluation: tuple[float | None, ...] | None
    """The workload's metric at the same parameters; None where this step was not evaluated."""
    diverged: tuple[bool, ...]
    seconds_per_step: float
    """Wall time of one step of the whole shard, the mean since the records before this one were flushed."""
    end: "End | None" = None
    """What is known of a run that has made all its steps, with the last record."""
    validation: tuple[float | None, ...] | None = None
    """The metric on the samples that choose; None where it was not looked at, and at the end, which `end` has."""

    def to_json(self) -> dict[str, Any]:
        """The record as plain data for JSON."""
        return asdict(self)


@dataclass(frozen=True)
class Profiles:
    """What the metric of all members is a mean of, told apart."""

    at: tuple[float, ...]
    """What each part is, a number: the frequency of a pair."""
    values: tuple[tuple[float | None, ...], ...]
    """Per member one number for each part, None where it diverged."""


@dataclass(frozen=True)
class Result:
    """How a shard ended. `finished`: all steps were made. `stopped`: `stop` said so; the checkpoint holds `step`."""

    outcome: Outcome
    step: int
    train_loss: tuple[float | None, ...]
    evaluation: tuple[float | None, ...]
    diverged_at: tuple[int | None, ...]
    """Per member the number of steps after which it was first seen not finite; None for those that are well."""
    backend: str
    """What ran in the end: `reference`, `generated`, `compiled` or `eager` (neither of these two was possible)."""
    device: str
    seconds: float
    step_seconds: float | None = None
    """Of one step of the whole shard, without start, compiling, evaluations and checkpoints; None: too few steps."""
    made_with: Mapping[str, str] = field(default_factory=dict)
    """Fingerprints of rule, workload and execution, versions of libraries, the device, the kind of step, the date."""
    choosing: tuple[float | None, ...] = ()
    """The metric on the samples that choose a setting."""
    profile: Profiles | None = None
    """What the metric is a mean of; None where a workload tells nothing of it."""
    notices: tuple[str, ...] = ()
    """Sentences for the person: which tensors went to the fallback rule, why nothing was compiled."""

    def to_json(self) -> dict[str, Any]:
        """The result as plain data for JSON."""
        return asdict(self)


class Task(Protocol):
    """Work that can be queued: a shard, or a slice of the loss landscape."""

    @property
    def width(self) -> int:
        """How many runs stand side by side."""

    @property
    def steps(self) -> int:
        """The steps that each of them makes."""

    def to_json(self) -> str:
        """The task as canonical JSON."""


class Finished(Protocol):
    """What a finished task leaves in the record."""

    def to_json(self) -> dict[str, Any]:
        """Plain data for JSON."""


class Checkpoints(Protocol):
    """Where a shard keeps its place. The bytes are opaque to the store."""

    every: int
    """Steps between two checkpoints; 0: they come by time."""
    seconds: float
    """Where they do, the seconds between two; 0 keeps one only when stopped."""

    def load(self) -> bytes | None:
        """The last saved bytes, None where nothing was saved."""

    def save(self, data: bytes, step: int) -> None:
        """Keep the bytes in place of the last ones."""


class Sink(Protocol):
    """Who receives the records while they come."""

    def records(self, records: Sequence[Record]) -> None:
        """Take some records, in order of their steps. After a resume the steps since the checkpoint come again."""

    def progress(self, step: int) -> None:
        """Take the number of steps made; called at least at every flush."""


def _at_least(name: str, value: object, least: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise BadShard(f"{name} is a whole number from {least}, given {value!r}")


def _one_of(name: str, value: object, possible: Sequence[str]) -> None:
    if value not in possible:
        raise BadShard(f"{name} is one of {', '.join(possible)}, given {value!r}")
