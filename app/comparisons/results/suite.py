"""Several finished comparisons as a suite: how soon each rule reaches the targets of all of them.

A running time is divided by that of a reference rule on the same workload to the same target. The reference is one that
is named beforehand, not the best of those that happen to be there, so that a further rule moves no other's curve
(Gould & Scott 2016, ACM TOMS 43, on what Dolan & Moré's profiles, 2002, do otherwise). The curve of a rule is the share
of (workload, target, seed) that it reaches within so many times the time of the reference; every workload weighs as
much, however many targets it names. Each seed is run under the setting that is soonest on the other half of the seeds;
the reference is measured at its setting with the best end value.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import numpy as np
from descent.analysis.holm import holm
from descent.analysis.median_interval import FEWEST
from descent.analysis.sign_test import tail
from numpy.typing import NDArray

from app.comparisons.planning import edges
from app.comparisons.results import statistics
from app.comparisons.results.contenders import Contender
from app.comparisons.results.reaching import RESAMPLES, SEED, expected
from app.comparisons.results.statistics import Floats, Whole
from app.comparisons.results.verdicts import ALPHA, Place, paired
from app.comparisons.space import Span

REACH = 3
"""Powers of two on either side of the reference that are looked at: from an eighth of its time to eight times it."""
POINTS = 97
Number = TypeVar("Number", np.int64, np.float64)
RATIOS = 2.0 ** np.linspace(-REACH, REACH, POINTS)


class Grid(NamedTuple):
    """What was tried of a rule: its name, every setting, and the space that they are a search of, if they are one."""

    rule: str
    settings: Sequence[Mapping[str, float]]
    space: Mapping[str, Span]


@dataclass(frozen=True)
class Member:
    """One comparison of a suite: its rules by label, in the order of the suite, with their running times."""

    title: str
    stop: int
    hits: Mapping[str, Whole]
    """By rule the steps `(settings, targets, seeds)` at which targets were first reached, -1 for never."""
    choosing: Mapping[str, Floats]
    """By rule the end values that choose a setting in its comparison, `(settings, seeds)`; smaller is better."""
    grids: Mapping[str, Grid]

    @property
    def seeds(self) -> int:
        """How many seeds each setting was run with."""
        return int(next(iter(self.hits.values())).shape[2])

    @property
    def targets(self) -> int:
        """How many targets its workload names."""
        return int(next(iter(self.hits.values())).shape[1])

    @classmethod
    def of(cls, title: str, stop: int, rules: Sequence[Contender]) -> "Member":
        """The comparison of these rules, all of which have their targets on record."""
        return cls(
            title,
            stop,
            {each.label: _by_setting(each) for each in rules},
            {each.label: each.choosing for each in rules},
            {each.label: Grid(each.entry["rule"], each.entry["settings"], each.space) for each in rules},
        )


def _by_setting(contender: Contender) -> Whole:
    settings, seeds = contender.final.shape
    found = np.stack([contender.hits[place] for place in range(settings * seeds)])
    return np.asarray(found.reshape(settings, seeds, -1).transpose(0, 2, 1))


def judged(hits: NDArray[Number], choosing: Floats) -> NDArray[Number]:
    """Of `(settings, targets, seeds)` those of each seed's setting, the best on the other half: `(targets, seeds)`."""
    seeds = choosing.shape[1]
    if seeds == 1:
        return np.asarray(hits[statistics.best_setting(choosing)])
    result = np.empty_like(hits[0])
    first, second = statistics.halves(seeds)
    for mine, chosen_on in ((first, second), (second, first)):
        result[:, mine] = hits[statistics.best_setting(choosing[:, chosen_on])][:, mine]
    return np.asarray(result)


def reference_times(hits: Whole, stop: int) -> tuple[Floats, int]:
    """The expected running time of the reference's runs `(targets, runs)` to each target; how many it never reached.

    What was reached at the start counts as after one step. Where it never was, the stop stands for it: the least that
    it can have taken.
    """
    found = expected(hits, stop, np.ones((1, hits.shape[1])))[0]
    never = np.isinf(found)
    return np.maximum(np.where(never, stop, found), 1.0), int(never.sum())


def slowness(hits: Whole, times: Floats) -> Floats:
    """Running times over those of the reference, `(..., targets, seeds)`; infinite where a target was not reached."""
    return np.where(hits >= 0, np.maximum(hits, 1) / times[:, None], np.inf)


def areas(ratios: Floats) -> Floats:
    """Per seed the area below the curve of its ratios `(..., targets, seeds)`, over the logarithm of the ratio.

    1 for a run that reaches every target within an eighth of the reference's time, 0 for one that takes eight times it
    for each; a target reached at the very ratio 1 counts a half.
    """
    with np.errstate(divide="ignore"):
        left = (REACH - np.log2(ratios)) / (2 * REACH)
    return np.asarray(np.clip(left, 0.0, 1.0).mean(axis=-2))


@dataclass(frozen=True)
class Profile:
    """The curve of one rule over `RATIOS`, with the ends of its band, and the area below it."""

    label: str
    share: Floats
    low: Floats
    high: Floats
    area: float
    interval: tuple[float, float] | None
    """95 % of resamples; None where a comparison has fewer than 6 seeds. The band is NaN then."""


@dataclass(frozen=True)
class Pair:
    """Two rules on all pairs of workload and seed."""

    first: str
    second: str
    wins: int
    losses: int
    ties: int
    p: float
    p_holm: float
    undecided: str | None
    better: str | None


@dataclass(frozen=True)
class Suite:
    """What several comparisons show together."""

    reference: str
    profiles: tuple[Profile, ...]
    watched: Floats
    """By ratio the share of (workload, target) whose stop is not before it: beyond it nobody was looked at."""
    unreached: int
    """Targets, over all workloads, that the reference never reached."""
    pairs: tuple[Pair, ...]


def suite(members: Sequence[Member], reference: str) -> Suite:
    """The profiles of the rules that are in all members, against the times of `reference`, and what tests say."""
    labels = [label for label in members[0].hits if all(label in each.hits for each in members)]
    yardsticks = [
        reference_times(judged(each.hits[reference], each.choosing[reference]), each.stop) for each in members
    ]
    times = [each for each, _ in yardsticks]
    every = [
        {label: slowness(member.hits[label], time) for label in labels}
        for member, time in zip(members, times, strict=True)
    ]
    scores = [{label: areas(own[label]) for label in labels} for own in every]
    ratios = [
        {label: judged(own[label], -score[label]) for label in labels} for own, score in zip(every, scores, strict=True)
    ]
    watched = [
        (each.stop / time[None, :] >= RATIOS[:, None]).mean(axis=1) for each, time in zip(members, times, strict=True)
    ]
    return Suite(
        reference,
        tuple(_profile(label, [own[label] for own in ratios]) for label in labels),
        np.mean(watched, axis=0),
        sum(count for _, count in yardsticks),
        tuple(_pairs(members, ratios, scores, reference)),
    )


def _profile(label: str, ratios: Sequence[Floats]) -> Profile:
    """The curve of one rule, its seeds resampled within each workload; the times of the reference stay as they are."""
    random = np.random.default_rng(SEED)
    curves, area = np.zeros((RESAMPLES + 1, POINTS)), np.zeros(RESAMPLES + 1)
    for own in ratios:
        seeds = own.shape[1]
        drawn = random.integers(0, seeds, (RESAMPLES, seeds))
        counts = np.stack([np.ones(seeds), *(np.bincount(each, minlength=seeds) for each in drawn)]) / seeds
        curves += counts @ (own[None] <= RATIOS[:, None, None]).mean(axis=1).T / len(ratios)
        area += counts @ areas(own) / len(ratios)
    nothing = np.full(POINTS, np.nan)
    if min(own.shape[1] for own in ratios) < FEWEST:
        return Profile(label, curves[0], nothing, nothing, float(area[0]), None)
    ordered, sums = np.sort(curves[1:], axis=0), np.sort(area[1:])
    low, high = int(0.025 * RESAMPLES), int(0.975 * RESAMPLES)
    return Profile(label, curves[0], ordered[low], ordered[high], float(area[0]), (float(sums[low]), float(sums[high])))


def _pairs(
    members: Sequence[Member],
    ratios: Sequence[Mapping[str, Floats]],
    scores: Sequence[Mapping[str, Floats]],
    reference: str,
) -> list[Pair]:
    """The pairs of rules, with many rules those with the reference; `scores` are the areas of every setting.

    A rule is better only if it beats every choice of settings of the other on these seeds.
    """
    labels = list(ratios[0])
    if len(labels) < 2 or min(own.shape[1] for each in ratios for own in each.values()) < 2:
        return []
    single = [{label: areas(each[label]) for label in labels} for each in ratios]
    found = []
    for first, second in paired(labels, [Place(label == reference, {}) for label in labels]):
        wins, losses, ties = np.sum([_won(own[first], own[second]) for own in single], axis=0).tolist()
        ahead, behind = _beats(first, second, single, scores), _beats(second, first, single, scores)
        leads = first if ahead < behind or (ahead == behind and wins >= losses) else second
        found.append((first, second, wins, losses, ties, leads, min(1.0, 2 * min(ahead, behind))))
    area = {label: float(np.mean([own[label].mean() for own in single])) for label in labels}
    pairs = []
    for each, p_holm in zip(found, holm([each[-1] for each in found]), strict=True):
        first, second, wins, losses, ties, leads, p = each
        rest = second if leads == first else first
        why = _undecided(members, scores, (first, second))
        if why is None and p_holm < ALPHA and area[leads] <= area[rest]:
            why = f"{leads} wins on more seeds, but the area below its curve is not the larger one"
        better = leads if p_holm < ALPHA and why is None else None
        pairs.append(Pair(first, second, wins, losses, ties, p, p_holm, why, better))
    return pairs


def _won(one: Floats, other: Floats) -> tuple[int, int, int]:
    """On how many seeds the area of one is larger, smaller and the same."""
    wins, losses = statistics.won(-one, -other)
    return int(wins), int(losses), len(one) - int(wins) - int(losses)


def _beats(
    one: str, other: str, single: Sequence[Mapping[str, Floats]], scores: Sequence[Mapping[str, Floats]]
) -> float:
    """The one-sided p of one rule being no sooner than some choice of the other's settings, one for each workload.

    The hardest setting of each workload is taken; seeds on which both are the same count half. Exact under the
    hypothesis that either is as likely to be ahead on each seed of each workload.
    """
    points, seeds = 0.0, 0
    for own, each in zip(single, scores, strict=True):
        wins, losses = statistics.won(-own[one][None, :], -each[other])
        points += float(((wins - losses + len(own[one])) / 2).min())
        seeds += len(own[one])
    return float(tail(int(np.floor(points)), seeds))


def _undecided(members: Sequence[Member], scores: Sequence[Mapping[str, Floats]], rules: tuple[str, str]) -> str | None:
    """Why nothing is decided between two rules: on some workload the soonest setting of one lies at an edge."""
    for member, own in zip(members, scores, strict=True):
        at = {
            label: edges.edges_of(*member.grids[label][:2], -own[label], member.grids[label].space) for label in rules
        }
        reason = edges.reason({label: list(found) for label, found in at.items()})
        if reason:
            return f"on {member.title} {reason}"
    return None
