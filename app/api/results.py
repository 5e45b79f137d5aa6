"""Every number of a comparison, as the addresses under `/api/comparisons` answer it."""

from typing import Any, Literal

from pydantic import Field

from app.api.answer import Answer
from app.api.comparisons import ReusedAnswer
from app.api.statistics import Axis
from app.comparisons.space import Scale
from app.comparisons.store.views import JobState


class RunAnswer(Answer):
    """One run: null where there is no number, and `outcome` says why."""

    run: int
    label: str
    rule: str
    baseline: bool
    settings: dict[str, float]
    seed: int
    outcome: Literal["finished", "diverged", "incomplete"]
    diverged_by: int | None = Field(description="The first recorded step at which the run was not finite.")
    final: float | None = Field(description="The evaluation after the last step, on the samples that report.")
    choosing: float | None = Field(description="The same on the samples that choose; null where not recorded.")
    schedule: str = Field(description="What its learning rate followed, in words.")
    modifiers: list[str] = Field(description="What else stands around its rule, the innermost first.")
    trained_in: str | None = Field(
        description="The id of the comparison in which it was trained before, or up to which step; null: in this one."
    )
    train_loss: list[float | None] = Field(description="One number per entry of `steps`.")
    evaluation: list[float | None] = Field(description="One number per entry of `evaluated_at`.")
    validation: list[float | None] = Field(
        description="The metric on the samples that choose, one number per entry of `validated_at`."
    )


class VerdictAnswer(Answer):
    """What is said of two rules, in words."""

    first: str
    second: str
    p_holm: float
    verdict: str = Field(
        description="Which is better, that no difference is shown, or that it is not decided, and why."
    )


class ResultsAnswer(Answer):
    """All numbers of a comparison."""

    job: str
    state: JobState
    sentence: str
    spec: dict[str, Any]
    reused: list[ReusedAnswer] = Field(description="Which runs were trained, or begun, in other comparisons.")
    made_with: dict[str, Any] = Field(description="Versions of rules, workload, execution and libraries; device; date.")
    spaces: dict[str, dict[str, tuple[float, float, Scale]]] = Field(
        description="By rule that is searched and hyperparameter: the lower end, the upper one, the scale."
    )
    at_edge: dict[str, list[str]] = Field(description="By rule the numbers whose best value lies at an edge.")
    verdicts: list[VerdictAnswer]
    steps: list[int]
    evaluated_at: list[int]
    validated_at: list[int]
    per_step: dict[str, dict[Axis, float | None]] = Field(
        description="By rule and axis what one step of one run is; null where nobody knows."
    )
    runs: list[RunAnswer]
