"""What the addresses of slices answer: how a slice stands, and the slice itself."""

from typing import Any, Literal, Self

from pydantic import Field

from app.api.answer import Answer
from app.comparisons.results.made_with import of_slice, words
from app.comparisons.store.views import JobState, JobView


class EndAnswer(Answer):
    """How a run ended."""

    train_loss: float | None = Field(description="The loss on the batch of the step after the last.")
    evaluation: float | None


class OffPlane(Answer):
    """How far a path is off the plane, in shares of its largest distance from the centre."""

    end: float | None
    largest: float | None


class SlicedMember(Answer):
    """One run in a slice; a path where the slice is one of paths."""

    run: int
    label: str
    rule: str
    seed: int
    settings: dict[str, float]
    diverged_at: int | None = Field(description="The step at which it diverged when it was trained again.")
    recorded: EndAnswer = Field(description="What the comparison recorded.")
    again: EndAnswer = Field(description="What training it again, alone and in float64, ended with.")
    difference: EndAnswer = Field(description="How far the two are apart.")
    steps: list[int] | None = None
    x: list[float] | None = None
    y: list[float] | None = None
    loss: list[float | None] | None = Field(None, description="At the weights of each step, off the plane.")
    loss_on_plane: list[float | None] | None = Field(None, description="Where each step falls on the plane.")
    off_plane: OffPlane | None = None


class CentreAnswer(Answer):
    """The run whose final weights are the origin of the plane."""

    run: int
    label: str
    loss: float | None


class Directions(Answer):
    """The two random directions, which are not exactly perpendicular."""

    lengths: list[float]
    cosine: float


class SliceFound(Answer):
    """The slice itself: the loss on a grid, and the paths. What is not finite is null, and counted."""

    kind: Literal["paths", "random"]
    window: list[list[float]] = Field(description="[[left, right], [bottom, top]]")
    grid: int
    x: list[float]
    y: list[float]
    loss: list[list[float | None]] = Field(description="Rows from the bottom up; the corners are those of the window.")
    not_finite: int
    samples: int = Field(description="Training samples that every loss is the mean over; 0: the loss has none.")
    parameters: int
    centre: CentreAnswer
    explained: list[float] | None = Field(
        None, description="Shares of the paths' squared distances from the centre along the two axes."
    )
    directions: Directions | None = None
    members: list[SlicedMember]


class SliceAnswer(Answer):
    """A slice as it stands now."""

    id: str
    comparison: str = Field(description="The comparison that it is a slice of.")
    run: str = Field(description="The same, for clients from before `comparison`.", deprecated=True)
    state: JobState
    sentence: str
    asked: dict[str, Any]
    reason: str | None = Field(description="crashed, interrupted, out of memory, timed out, disk full or not possible")
    detail: str | None
    created: float
    started: float | None
    ended: float | None
    share: float = Field(description="How much of it is done, from 0 to 1.")
    seconds: float = Field(description="How long it was thought to take.")
    seconds_left: float | None
    workers: int = Field(description="Worker slots that are alive now; with 0 a queued slice waits for one.")

    @classmethod
    def of(cls, view: JobView, workers: int) -> Self:
        """The answer for a slice."""
        names = ("id", "state", "reason", "detail", "created", "started", "ended", "seconds_left")
        return cls(
            **{name: getattr(view, name) for name in names},
            comparison=view.parent or "",
            run=view.parent or "",
            sentence=view.plan["sentence"],
            seconds=view.plan["seconds"],
            asked=view.spec,
            share=view.done / max(1, view.total),
            workers=workers,
        )


class SliceDetail(SliceAnswer):
    """A slice with what was found, once it is finished."""

    found: SliceFound | None
    made_with: dict[str, Any] = Field(description="Versions, device, kind of step and date, once it is finished.")
    made_in_words: str

    @classmethod
    def of(cls, view: JobView, workers: int) -> Self:
        """The answer for a slice, in full."""
        made = of_slice(view)
        known = SliceAnswer.of(view, workers).model_dump()
        return cls(**known, found=found_of(view), made_with=made, made_in_words=words(made))


class SliceList(Answer):
    """The slices of a comparison, newest first, and what is drawn where nobody chooses."""

    slices: list[SliceAnswer]
    members: list[int] = Field(description="The runs that a slice of paths draws where none are named.")
    workers: int


def found_of(view: JobView) -> Any:
    """What a slice found, None while it is not finished."""
    result = view.shards[0].result
    return None if view.state != "finished" or result is None else result["slice"]
