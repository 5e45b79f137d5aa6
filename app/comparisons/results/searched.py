"""What a report says of a search: the best of n settings as lines, influences and all settings as rows of tables."""

from collections.abc import Mapping
from typing import Any

from app.comparisons.planning.searches import words
from app.comparisons.results.figures import Line
from app.text.numbers import number_text

Found = Mapping[str, Any]
INFLUENCE_COLUMNS = ("Rule", "Hyperparameter", "Best", "Share of rank variance", "By chance up to")
SETTING_COLUMNS = ("Rule", "Setting", "Median", "10 to 90 %", "Diverged")


def is_searched(rule: Found) -> bool:
    """Whether the settings of a rule are a search of several hyperparameters."""
    return bool(rule["search"] and rule["search"]["space"])


def spaces(found: Found) -> str:
    """The spaces of the rules that are searched, in words."""
    return "; ".join(
        f"{rule['label']}: {words(rule['search']['space'])}" for rule in found["rules"] if is_searched(rule)
    )


def best_of(found: Found) -> list[Line]:
    """The median and the band of the end value at the best of n settings, a line for each rule that is complete."""
    return [
        Line(rule["label"], range(1, len(curve["median"]) + 1), curve["median"], curve["low"], curve["high"])
        for rule in found["rules"]
        if rule["search"] and (curve := rule["search"]["best_of"])
    ]


def influence_rows(found: Found) -> list[list[str]]:
    """By rule and hyperparameter its best value, how much it matters alone, and what chance gives."""
    return [
        [rule["label"], name, f"{rule['best']['settings'][name]:g}", f"{each['share']:.2f}", f"{each['by_chance']:.2f}"]
        for rule in found["rules"]
        if is_searched(rule) and rule["search"]["influence"]
        for name, each in rule["search"]["influence"].items()
    ]


def setting_rows(found: Found) -> list[list[str]]:
    """Every setting of the rules that are searched, with its values over seeds."""
    return [
        [
            rule["label"],
            ", ".join(f"{name} = {value:g}" for name, value in each["settings"].items()),
            number_text(each["median"], none="diverged" if each["n"] else ""),
            f"{number_text(each['low'], none='diverged')} to {number_text(each['high'], none='diverged')}"
            if each["n"]
            else "",
            str(each["diverged"]),
        ]
        for rule in found["rules"]
        if is_searched(rule)
        for each in rule["sensitivity"]
    ]
