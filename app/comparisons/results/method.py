"""How the numbers of a comparison were found and what they can show, as page, report, terminal and API say it."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.comparisons.planning.searches import words
from app.comparisons.results import verdicts
from app.comparisons.results.contenders import Contender
from app.comparisons.results.measured import measured
from app.comparisons.schedule import CONSTANT, title
from app.comparisons.store.views import JobView

IMPORTED = (
    "These runs were imported: how they were trained, what their learning rates followed, and whether the samples that"
    " chose a setting are others than those that report it, is not known here. If they are the same, end values are a"
    " little too good."
)


def said(view: JobView, rules: Sequence[Contender]) -> str:
    """One line each: how rules are judged, the intervals, what so many seeds can show, which data did what."""
    seeds = len(view.plan["seeds"])
    if seeds == 1:
        judged = ["One seed: nothing is ranked, and the best setting was chosen on the very run that is shown."]
    else:
        judged = [
            "Each rule's setting is chosen by its median on one half of the seeds and judged on the other, both ways"
            " round. A rule is better than another only if it beats every setting of the other, each by the exact sign"
            f" test over {seeds} seeds, two-sided, Holm-corrected over all pairs shown, and if its median is the better"
            " one.",
            "Intervals are 95 % order-statistic intervals of the median, the luck of choosing included; below 6 seeds"
            " there is none.",
            verdicts.can_show(verdicts.places(contender.entry for contender in rules), seeds),
        ]
    entries = [each.entry for each in rules]
    if view.imported:
        return "\n".join([*judged, IMPORTED])
    return "\n".join([*judged, *searched(rules), schedules(view), *gradients(entries), data(view, rules)])


def searched(rules: Sequence[Contender]) -> list[str]:
    """How the settings of the rules that are searched were found, what edge and influence mean; nothing of grids."""
    found = [each for each in rules if each.space]
    if not found:
        return []
    count = len(found[0].entry["settings"])
    spaces = "; ".join(f"{each.label}: {words(each.space)}" for each in found)
    return [
        f"Searched with {count} Sobol' points each, the same budget as a grid has: {spaces}. What is said of them is"
        " said of these points: one that is better by its best point alone, and not without it, is not decided.",
        "A best setting lies at an end of a space if it is in the outer eighth and the next two are in the outer"
        " quarter. How much a hyperparameter does alone is the share of the variance of the settings' ranks between the"
        " four quarters of its space, beside what shuffled values give in 95 of 100 cases; what two do only together is"
        " not in it. The best of n settings is that of n drawn from those tried, without replacement.",
    ]


def schedules(view: JobView) -> str:
    """What learning rates followed, and how far what is said of the rules reaches."""
    steps = view.plan["steps"]
    followed = dict.fromkeys(title(entry.get("schedule"), steps) for entry in view.plan["entries"])
    if list(followed) == [CONSTANT]:
        return (
            "Learning rates are constant: each rule ends where its steps, which never shrink, keep it. What is said"
            " here need not hold for the same rules under a schedule that lets the rate fall."
        )
    said = f"Learning rates follow a schedule: {' or '.join(followed)}; the number tried is the peak."
    return f"{said} What is said here is of this schedule and its horizon, and need not hold at a constant rate."


def gradients(entries: Sequence[Mapping[str, Any]]) -> list[str]:
    """What rules of one step count cost beside each other, where some take two gradients a step."""
    twice = [entry["label"] for entry in entries if entry.get("sam")]
    if not twice:
        return []
    return [
        f"All rules make as many steps; a step of {' and of '.join(twice)} takes two gradients, of the others one: at"
        " equal gradients they would have made half as many steps."
    ]


def data(view: JobView, rules: Sequence[Contender]) -> str:
    """Which data train, choose and report, and how far the metric would be another on other samples."""
    split = measured(view).split
    if not split:
        return "The loss has no samples: what is reported is exact, and p and intervals speak of other seeds."
    complete = [contender for contender in rules if contender.complete]
    if any(contender.choosing is contender.final for contender in complete):
        return (
            "This was run by an earlier version, in which the samples that chose a setting reported it too: end values"
            " are a little too good."
        )
    train, choose, report = (f"{count:,}" for count in split)
    errors = [error for error in (contender.sampling_error for contender in complete) if error is not None]
    most = f" (standard error of the metric: up to {max(errors):.2g})" if errors else ""
    return (
        f"{train} samples train, {choose} others choose the setting, {report} others report. All runs are judged on"
        f" the same {report}: p and intervals speak of other seeds, not of other samples{most}."
    )
