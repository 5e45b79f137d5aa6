"""What several comparisons show together, as `/api/comparisons/suite` answers it."""

from pydantic import Field

from app.api.answer import Answer


class SuiteRule(Answer):
    """The curve of one rule over `ratios`; the band is null where a comparison has fewer than 6 seeds."""

    label: str
    share: list[float] = Field(description="Of (workload, target, seed) reached; every workload weighs as much.")
    low: list[float | None]
    high: list[float | None]
    area: float = Field(description="Below the curve over the logarithm of the ratio, 0 to 1.")
    interval: tuple[float, float] | None = Field(description="95 % of resamples of the seeds; null below 6 seeds.")


class SuitePair(Answer):
    """Two rules on all pairs of workload and seed."""

    first: str
    second: str
    wins: int = Field(description="Pairs of workload and seed on which the area of the first is larger.")
    losses: int
    ties: int
    runs: int = Field(description="How many pairs of workload and seed there are.")
    p: float = Field(description="Two-sided, against the hardest setting of the other on each workload.")
    p_holm: float
    better: str | None
    verdict: str


class SuiteComparison(Answer):
    """One comparison of a suite."""

    id: str
    title: str
    workload: str
    sentence: str
    stop: int = Field(description="Steps after which its runs ended.")
    seeds: int
    targets: int


class SuiteAnswer(Answer):
    """Performance profiles against a reference that was named, and what tests say."""

    conclusion: str
    reference: str
    references: list[str] = Field(description="The rules that can be the reference: those that all comparisons have.")
    ratios: list[float] = Field(description="Steps over the expected running time of the reference.")
    watched: list[float] = Field(description="By ratio the share of (workload, target) whose stop is not before it.")
    rules: list[SuiteRule]
    pairs: list[SuitePair]
    comparisons: list[SuiteComparison]
    left_out: list[str] = Field(description="Rules that not all comparisons have.")
    said: str
