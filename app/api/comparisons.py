"""How comparisons stand, as the addresses under `/api/comparisons` answer it.

Keys stay as clients know them: `part` and `parts` are shards.
"""

from dataclasses import asdict
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from app.api.answer import Answer
from app.comparisons.planning.plan import Plan
from app.comparisons.results.made_with import earlier, made_with, words
from app.comparisons.results.measured import said_of_import
from app.comparisons.results.titles import title
from app.comparisons.results.verdicts import can_show, least_p, places
from app.comparisons.schedule import shape
from app.comparisons.space import Scale
from app.comparisons.store.views import Event, JobState, JobView

SpaceAnswer = tuple[float, float, Scale]
"""The lower end, the upper end and the scale on which the search is even."""


class EntryAnswer(Answer):
    """One contender of a plan; its runs are numbered from `first`, setting by setting, seed by seed."""

    label: str
    rule: str
    baseline: bool
    first: int
    settings: list[dict[str, float]]
    choices: dict[str, Any]
    decay: str | None
    sam: str | None = Field(None, description="The gradient of SAM (plain) or ASAM (adaptive), two a step; else one.")
    modifiers: list[str] = Field(default_factory=list, description="What else goes around the rule, innermost first.")
    schedule: dict[str, Any] | None = Field(
        None, description="What its learning rate follows: name, settings, horizon; null for the constant rate."
    )
    probed: bool = Field(True, description="Whether the grid lies where a stored probe says, or around the default.")
    space: dict[str, SpaceAnswer] = Field(
        default_factory=dict, description="By hyperparameter what the settings are a search of; empty for a grid."
    )
    options: dict[str, Any] = Field(
        default_factory=dict, description="The option of the workload that has several values, with that of this entry."
    )
    base: str = Field("", description="The label without that value; empty where no option has several.")
    aside: dict[str, int] = Field(
        default_factory=dict,
        description="Numbers of the settings that were tuned before and apart from this: how many values were tried.",
    )


class PlanAnswer(Answer):
    """What a comparison amounts to, before anything runs."""

    sentence: str
    entries: list[EntryAnswer]
    seeds: list[int]
    steps: int
    runs: int
    shards: int = Field(description="That are run.")
    parameters: int
    seconds: float = Field(description="Of what is run.")
    shard_bytes: int
    reused: int = Field(0, description="Runs that are not run: earlier comparisons have them, with all their steps.")
    continued: int = Field(0, description="Runs that go on from the end of a shorter run of an earlier comparison.")
    reusing: str = Field("", description="Both as a sentence; empty where all runs are run from the start.")
    workers: int = Field(0, description="Worker slots that are alive now; with 0 a comparison waits.")

    moves: int = Field(description="How often every rule gets as many settings again, while a best lies at an edge.")
    moving: str = Field(description="The same as a sentence.")
    least_p: float = Field(description="The smallest corrected p value that so many rules and seeds can give.")
    can_show: str = Field(description="What so many rules and seeds can show, in sentences.")

    schedule_shape: list[float] = Field(
        description="Shares of its peak that the learning rate of the first rule has, evenly spaced over the steps."
    )

    @classmethod
    def of(cls, plan: Plan, workers: int) -> Self:
        """The answer for a plan."""
        given = places(plan.entries), len(plan.seeds)
        known = {name: value for name, value in plan.to_json().items() if name in cls.model_fields}
        known["shards"] = len(plan.trained)
        return cls(
            **known, reused=plan.reused, continued=plan.continued, reusing=plan.reusing, moving=plan.moving,
            workers=workers, least_p=least_p(*given), can_show=can_show(*given),
            schedule_shape=shape(plan.entries[0].schedule, plan.steps),
        )  # fmt: skip


class ShardAnswer(Answer):
    """One shard of a job."""

    part: int = Field(description="The number of the shard, from 1.")
    label: str = Field(description="The rule that it trains.")
    state: Literal["queued", "running", "finished", "failed", "cancelled"]
    runs: int
    step: int
    steps: int
    failures: int = Field(description="In a row, without a new checkpoint between them.")
    interruptions: int = Field(
        description="The same for attempts that ended from outside: by a kill, a restart, a lock."
    )
    checkpoint: int
    reason: str | None
    detail: str | None
    seconds: float | None = Field(description="How long its last attempt trained, once it is finished.")
    step_seconds: float | None = Field(
        description="Of one step of all its runs, without start, compiling, evaluations and checkpoints."
    )


class ReusedAnswer(Answer):
    """Runs that were trained in another comparison, or begun there."""

    job: str = Field(description="The id of that comparison, which may have been deleted since.")
    title: str = Field(description="What was asked there, or what a person had called it.")
    date: str = Field(description="When its runs ended.")
    steps: int = Field(description="Up to which step they were trained there.")
    runs: int


class JobAnswer(Answer):
    """A comparison as it stands now."""

    id: str
    state: JobState
    name: str | None = Field(None, description="What a person has called it.")
    title: str = Field(description="That name, or else its rules, workload and seeds.")
    removed: float | None = Field(None, description="When it was taken out of the lists; it can be brought back.")
    sentence: str
    reason: str | None = Field(description="crashed, interrupted, out of memory, timed out, disk full or not possible")
    detail: str | None
    created: float
    started: float | None
    ended: float | None
    done: int = Field(description="Run steps made.")
    total: int = Field(description="Run steps to make.")
    rate: float = Field(description="Run steps per second, now.")
    seconds_left: float | None
    runs: int
    diverged: int = Field(description="Runs that diverged, in the shards that are finished.")
    notices: list[str]
    reused: list[ReusedAnswer] = Field(
        default_factory=list, description="Which runs were trained, or begun, in other comparisons."
    )
    workers: int = Field(description="Worker slots that are alive now; with 0 a queued job waits for one.")
    earlier: str | None = Field(description="That it was made with an earlier version of something, and of what.")
    imported: str | None = Field(description="That its runs are those of another program, and from which file.")

    @classmethod
    def of(cls, view: JobView, workers: int) -> Self:
        """The answer for a job."""
        names = (
            "id", "state", "reason", "detail", "created", "started", "ended", "done", "total", "rate", "seconds_left",
            "diverged", "notices", "name", "removed",
        )  # fmt: skip
        fields = {name: getattr(view, name) for name in names}
        return cls(
            **fields,
            title=title(view),
            sentence=view.plan["sentence"],
            runs=view.plan["runs"],
            reused=[ReusedAnswer(**asdict(each)) for each in view.reused],
            workers=workers,
            earlier=earlier(view),
            imported=said_of_import(view),
        )


class JobDetail(JobAnswer):
    """A comparison with what was asked for, its plan and its shards."""

    spec: dict[str, Any]
    entries: list[EntryAnswer]
    seeds: list[int]
    steps: int
    parts: list[ShardAnswer] = Field(description="Its shards, in the order of the plan.")
    made_with: dict[str, Any] = Field(description="Versions, device, kind of step and date of what is finished.")
    made_in_words: str

    @classmethod
    def of(cls, view: JobView, workers: int) -> Self:
        """The answer for a job, in full."""
        shards = [
            ShardAnswer(
                part=shard.position + 1, label=view.label_of(shard), state=shard.visible_state, runs=shard.members,
                step=shard.step, steps=shard.steps, failures=shard.failures,
                interruptions=shard.interruptions, checkpoint=shard.checkpoint, reason=shard.reason,
                detail=shard.detail,
                seconds=None if shard.result is None else shard.result.get("seconds"),
                step_seconds=None if shard.result is None else shard.result.get("step_seconds"),
            )
            for shard in view.shards
        ]  # fmt: skip
        plan = {name: view.plan[name] for name in ("entries", "seeds", "steps")}
        made = made_with(view)
        return cls(
            **JobAnswer.of(view, workers).model_dump(),
            spec=view.spec,
            parts=shards,
            made_with=made,
            made_in_words=words(made),
            **plan,
        )


class JobChange(BaseModel):
    """What a person may change of a comparison; what is left out stays."""

    model_config = ConfigDict(extra="forbid", strict=True)

    name: str | None = Field(None, max_length=120, description="What it is called; null or blank for the usual title.")
    removed: bool | None = Field(
        None, description="Whether it is out of the lists; for a week it can be brought back, then it may be deleted."
    )


class JobList(Answer):
    """The newest comparisons, newest first."""

    jobs: list[JobAnswer]
    workers: int


class EventAnswer(Answer):
    """The `data` of a server-sent event with an id: something that happened."""

    id: int
    kind: str
    message: str
    at: float

    @classmethod
    def of(cls, event: Event) -> Self:
        """The answer for an event."""
        return cls(id=event.id, kind=event.kind, message=event.message, at=event.at)
