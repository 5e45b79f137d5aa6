"""What a report says of axes other than the step at the end: validation, running times, what a step is."""

from html import escape
from typing import Any

from app.comparisons.results.figures import Line
from app.comparisons.results.report_parts import figure, table
from app.text.numbers import number_text


def validation(found: dict[str, Any], n: str) -> list[str]:
    """The metric on the samples that choose, where it was looked at along the way."""
    if not found["validated_at"]:
        return []
    lines = [
        Line(rule["label"], found["validated_at"], curve["median"], curve["low"], curve["high"], curve["runs"][:16])
        for rule in found["rules"]
        if rule["best"] is not None
        for curve in [rule["best"]["validation"]]
    ]
    caption = (
        f"On the samples that choose a setting, which flatters it: {found['metric']}, at each rule's best setting. End"
        f" values below are those of other samples. {n}."
    )
    return [figure("Validation", (lines, "step", "samples that choose", False, found["better"] == "lower"), caption)]


def running_times(found: dict[str, Any]) -> list[str]:
    """Running times to the usual target; `/statistics` has those to all."""
    known = found["reaching"]
    if known is None:
        return []
    place = known["usual"]

    def ends(pair: list[Any] | None) -> str:
        if pair is None:
            return "needs 6 seeds"
        return " to ".join(number_text(end, none="beyond the stop") for end in pair)

    rows = [
        [
            rule["label"],
            f"{round(rule['share'][place] * found['seeds'])} of {found['seeds']}",
            number_text(rule["median"][place], none="not known"),
            ends(rule["median_interval"][place]),
            number_text(rule["expected"][place], none="not reached"),
            ends(rule["expected_interval"][place]),
        ]
        for rule in known["rules"]
    ]
    columns = ("Rule", "Reached", "Median", "95 % interval", "Expected running time", "95 % interval")
    return [
        f"<h2>Steps to {number_text(known['targets'][place])}</h2>",
        table(columns, rows),
        f'<p class="method">{escape(known["said"])}</p>',
    ]


def steps(found: dict[str, Any]) -> list[str]:
    """What a step of each rule is on the other axes; nothing where there are steps alone."""
    others = [axis for axis in found["axes"] if axis["name"] != "steps"]
    if not others:
        return []
    rows = [
        [rule["label"], *(number_text(rule["per_step"][axis["name"]], none="not known") for axis in others)]
        for rule in found["rules"]
    ]
    return [
        "<h2>What a step is</h2>",
        table(["rule", *(axis["title"] for axis in others)], rows),
        f'<p class="method">{escape(" ".join(axis["said"] for axis in others))}</p>',
    ]
