"""What a comparison found, as the addresses under `/api/comparisons` answer it: the statistics."""

from typing import Literal

from pydantic import Field

from app.api.answer import Answer
from app.comparisons.space import Scale

Axis = Literal["steps", "examples", "flops", "time"]


class AxisAnswer(Answer):
    """Something that curves can be drawn against: steps times what a step of each rule is (`per_step`)."""

    name: Axis
    title: str
    said: str = Field(description="What is counted; empty for steps.")


class BandAnswer(Answer):
    """One setting of a rule over its seeds: 10 % quantile, median, 90 % quantile; null where that has diverged."""

    settings: dict[str, float]
    n: int
    diverged: int
    low: float | None
    median: float | None
    high: float | None
    values: list[float | None] = Field(description="One number per seed; null where it diverged or is not over.")


class LossAnswer(Answer):
    """Training loss at the recorded steps: band over seeds, and every run."""

    low: list[float | None]
    median: list[float | None]
    high: list[float | None]
    runs: list[list[float | None]]


class BestAnswer(Answer):
    """A rule at its best setting; `values`, `median` and `interval` are judged on seeds that did not choose."""

    settings: dict[str, float]
    at_edge: list[str] = Field(description="Hyperparameters whose best value lies at an end of what was tried.")
    values: list[float | None]
    median: float | None
    interval: tuple[float | None, float | None] | None = Field(
        description="Of the median, at least 95 %, the luck of choosing included; null with fewer than 6 seeds."
    )
    error: float | None = Field(description="Standard error of the metric from its samples; null where not recorded.")
    diverged: int
    reached: int | None = Field(description="Seeds that reached the target; null where there is none.")
    loss: LossAnswer
    validation: LossAnswer | None = Field(
        description="The metric on the samples that choose, at the steps of `validated_at`; null where there is none."
    )


class InfluenceAnswer(Answer):
    """What one hyperparameter of a search does alone."""

    share: float = Field(description="Of the variance of the settings' ranks that lies between quarters of its space.")
    by_chance: float = Field(description="What 95 of 100 shuffles of the values stay below.")


class BestOfAnswer(Answer):
    """The end value at the best of n settings drawn from those tried, n from 1; null where it has diverged."""

    low: list[float | None] = Field(description="The 10 % quantile over all choices of n settings.")
    median: list[float | None]
    high: list[float | None]
    mean: list[float | None] = Field(description="Null where a setting that diverged may be the best of n.")


class SearchAnswer(Answer):
    """How the settings of a rule are spread, where some rule of the comparison is searched."""

    space: dict[str, tuple[float, float, Scale]] = Field(
        description="By hyperparameter the lower end, the upper one and the scale; empty for a grid."
    )
    influence: dict[str, InfluenceAnswer] | None = Field(description="Null until all its runs are over.")
    best_of: BestOfAnswer | None


class RuleAnswer(Answer):
    """One rule of a comparison in numbers."""

    label: str
    rule: str
    baseline: bool
    diverged: int
    runs: int
    sensitivity: list[BandAnswer]
    best: BestAnswer | None
    search: SearchAnswer | None = Field(description="Null where no rule of the comparison is searched.")
    per_step: dict[Axis, float | None] = Field(
        description="By axis what one step of one run is; null where nobody knows."
    )


class PartialRule(Answer):
    """The loss of a shard that is being trained, up to the step it has come to: provisional."""

    part: int = Field(description="The number of the shard, from 1.")
    label: str
    step: int = Field(description="The last step of the curve.")
    steps: int = Field(description="Steps that the shard makes.")
    settings: dict[str, float] = Field(description="The setting with the least median loss at that step.")
    n: int = Field(description="Seeds.")
    at: list[int] = Field(description="The steps of the curve, some of those recorded.")
    loss: LossAnswer


class PartialAnswer(Answer):
    """What is being trained now, as far as it goes; empty where nothing is."""

    rules: list[PartialRule]


class EcdfRule(Answer):
    """One rule's share of (run, target) pairs reached by each step."""

    label: str
    share: list[float]


class EcdfAnswer(Answer):
    """Runtime ECDF over targets."""

    steps: list[int] = Field(description="The same whatever was recorded.")
    targets: list[float] = Field(description="Values of the metric; those of the workload.")
    rules: list[EcdfRule]


Ends = tuple[float | None, float | None] | None


class ReachingRule(Answer):
    """One rule's running times in steps, one number per target."""

    label: str
    share: list[float] = Field(description="Of the seeds that reached the target by the stop.")
    median: list[float | None] = Field(description="Null where not more than half of the seeds reached it.")
    median_interval: list[Ends] = Field(
        description="Order-statistic, at least 95 %; an end is null where it is beyond the stop. Null below 6 seeds."
    )
    expected: list[float | None] = Field(
        description="Steps of all runs, up to the target or the stop, over those that reached it; null where none did."
    )
    expected_interval: list[Ends] = Field(description="95 % of resamples of the seeds; null below 6 seeds.")


class ReachingAnswer(Answer):
    """Steps to each target at the stop that all runs share, at each rule's best setting."""

    stop: int
    targets: list[float]
    usual: int = Field(description="The place of the first target that is as hard as that of the workload.")
    said: str
    rules: list[ReachingRule]


class PairAnswer(Answer):
    """Two rules compared; `better` names one only where the corrected p is below 0.05 and nothing speaks against it."""

    first: str
    second: str
    wins: int = Field(description="Seeds on which the first was better, at settings chosen on other seeds.")
    losses: int = Field(description="Seeds on which the first was worse.")
    ties: int = Field(description="Seeds on which both were the same, or both diverged.")
    medians: tuple[float | None, float | None] = Field(description="Null where the median run diverged.")
    diverged: tuple[int, int] = Field(description="Seeds on which each diverged.")
    at_least: int = Field(
        description="On how many seeds the one that leads beats any setting of the other, the hardest one taken."
    )
    p: float
    p_holm: float
    gain: float = Field(description="Share of seeds won less share lost, -1 to 1; positive: the first is better.")
    difference: float | None = Field(
        description="Median over seeds of the first less the second, in the metric; null where it is infinite."
    )
    interval: tuple[float | None, float | None] | None = Field(
        description="Of that median, at least 95 %, the luck of choosing included; null with fewer than 6 seeds."
    )
    needed: int | None = Field(
        description="Seeds that show such a difference in four of five comparisons; null where 256 do not."
    )
    needs: str = Field(description="The same in words, where no difference was shown; else empty.")
    undecided: str | None = Field(description="Why there is no verdict, whatever p is.")
    better: str | None
    verdict: str = Field(description="What is said of the two, as page, report and terminal say it.")


class BetweenAnswer(Answer):
    """The rules of one comparison against those of another."""

    seeds: int = Field(description="That both have.")
    said: str = Field(description="What the tests show, or why there are none.")
    tests: list[PairAnswer] = Field(description="A rule here, then one there; labels end with the id's beginning.")


class AcrossRule(Answer):
    """How the best learning rate of one rule goes with the option that has several values."""

    label: str
    rates: list[float | None] = Field(description="The best at each value; null where it is not complete.")
    intervals: list[tuple[float, float]] | None = Field(
        description="By the bootstrap over seeds, 95 %, not narrower than the grid; null with fewer than 6 seeds."
    )
    medians: list[float | None] = Field(description="End values at the best, judged on seeds that did not choose.")
    at_edge: list[str] = Field(description="Labels of those whose best rate lies at an end of what was tried.")
    slope: float | None = Field(description="Of the rate's logarithm against that of the option.")
    slope_interval: tuple[float, float] | None
    slope_shown: bool = Field(
        description="Whether 0 is outside its interval at a level that counts the rules: 95 % for all of them together."
    )


class AcrossAnswer(Answer):
    """An option of the workload with several values, and how best learning rates go with it."""

    option: str
    values: list[float]
    rules: list[AcrossRule]


class ProfileRule(Answer):
    """One rule at its best setting: median over seeds at each point, its interval, every run."""

    label: str
    median: list[float | None]
    low: list[float | None] = Field(description="Of the median, at least 95 %; null with fewer than 6 seeds.")
    high: list[float | None]
    runs: list[list[float | None]]


class ProfileAnswer(Answer):
    """What the metric is a mean of, told apart."""

    question: str
    across: str = Field(description="What the points are.")
    up: str = Field(description="What is measured there.")
    at: list[float]
    rules: list[ProfileRule]


class StatisticsAnswer(Answer):
    """The statistics of a comparison."""

    conclusion: str = Field(description="What was found, in a sentence or two; empty where no pair was compared.")
    metric: str
    better: Literal["lower", "higher"]
    target: float | None = Field(description="Null for imported runs for which none was given.")
    curve: str = Field(description="What the curves show: the training loss, or of some imported runs the metric.")
    curve_better: Literal["lower", "higher"]
    seeds: int
    complete: bool
    steps: list[int]
    validated_at: list[int] = Field(description="The steps of validation curves; empty where there are none.")
    axes: list[AxisAnswer] = Field(description="Steps first; the others where they mean something and are known.")
    rules: list[RuleAnswer]
    ecdf: EcdfAnswer | None
    ecdf_said: str = Field(description="What a target is and when it is reached, or why there is no ECDF.")
    reaching: ReachingAnswer | None = Field(description="Null where there is no ECDF.")
    tests: list[PairAnswer]
    across: AcrossAnswer | None = Field(description="Null where no option of the workload has several values.")
    profile: ProfileAnswer | None = Field(description="Null where the workload tells nothing of it.")
    method: str
