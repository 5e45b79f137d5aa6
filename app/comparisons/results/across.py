"""How the best learning rate of each rule goes with an option that has several values: a width, a depth, a batch.

At each value the best rate is that of the setting with the best median, as everywhere. Its interval and that of the
slope come from the bootstrap over seeds: seeds are drawn with replacement, the same for all values, and the setting is
chosen again on what was drawn. A grid knows its best rate only to the middles between it and its neighbours, so every
drawn best is moved at random between them; without that, an interval would have no width where every draw finds one
rate. The slope is that of a straight line through the logarithms, by least squares.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from descent.analysis.median_interval import FEWEST

from app.comparisons.planning.edges import scores
from app.comparisons.results.contenders import Contender
from app.comparisons.results.statistics import Floats
from app.text.numbers import number_text

DRAWS = 2000
LEVEL = 0.95


def across(option: str, rules: Sequence[Contender]) -> dict[str, Any]:
    """The option, its values, and for each rule its best rates with intervals and the slope with its own."""
    bases = dict.fromkeys(each.entry["base"] for each in rules)
    values = list(dict.fromkeys(each.entry["options"][option] for each in rules))
    found = [
        _rule(base, option, [each for each in rules if each.entry["base"] == base], 1 - (1 - LEVEL) / len(bases))
        for base in bases
    ]
    return {"option": option, "values": values, "rules": found}


def places(option: str, rules: Sequence[Contender]) -> dict[str, tuple[str, str]]:
    """By label the rule that it stands for, and the value of the option as text."""
    return {each.label: (each.entry["base"], number_text(each.entry["options"][option])) for each in rules}


def _rule(base: str, option: str, rules: Sequence[Contender], level: float) -> dict[str, Any]:
    """One rule at each value of the option: null where it is not complete or has no learning rate.

    Its rate is said to go with the option where 0 is outside an interval of that level.
    """
    whole = all(each.complete and "lr" in each.entry["settings"][0] for each in rules)
    rates = [best_rate(each) if whole else None for each in rules]
    enough = whole and rules[0].final.shape[1] >= FEWEST
    at = np.log10([each.entry["options"][option] for each in rules])
    drawn = bootstrap([(rates_of(each), each.choosing) for each in rules]) if enough else None
    spread = None if drawn is None else slopes(at, drawn)
    return {
        "label": base,
        "rates": rates,
        "intervals": None if drawn is None else [interval(each) for each in 10**drawn.T],
        "medians": [_judged(each) if each.complete else None for each in rules],
        "at_edge": [each.label for each in rules if each.complete and "lr" in each.at_edge],
        "slope": float(slopes(at, np.log10(np.array([rates], dtype=np.float64)))[0]) if whole else None,
        "slope_interval": None if spread is None else interval(spread),
        "slope_shown": spread is not None and not _holds(interval(spread, level), 0.0),
    }


def _judged(rule: Contender) -> float | None:
    middle = float(scores(rule.judged[None, :])[0])
    return middle if np.isfinite(middle) else None


def rates_of(rule: Contender) -> Floats:
    """The learning rate of each setting, `(settings,)`."""
    return np.array([setting["lr"] for setting in rule.entry["settings"]], dtype=np.float64)


def best_rate(rule: Contender) -> float:
    """The learning rate of the best setting."""
    return float(rates_of(rule)[rule.best])


def bootstrap(given: Sequence[tuple[Floats, Floats]], draws: int = DRAWS) -> Floats:
    """Logarithms of best rates `(draws, values)`, from the rates `(settings,)` and ends `(settings, seeds)` at each.

    The same draws always, for the same numbers say the same.
    """
    random = np.random.default_rng(0)
    seeds = given[0][1].shape[1]
    drawn = random.integers(0, seeds, (draws, seeds))
    columns = []
    for rates, ends in given:
        places = scores(ends[:, drawn]).argmin(axis=0)
        tried = np.log10(np.unique(rates))
        own = np.searchsorted(tried, np.log10(rates[places]))
        gaps = np.diff(tried) / 2
        below = np.concatenate((gaps[:1], gaps))[own] if len(gaps) else np.zeros(draws)
        above = np.concatenate((gaps, gaps[-1:]))[own] if len(gaps) else np.zeros(draws)
        columns.append(tried[own] + random.uniform(-below, above))
    return np.stack(columns, axis=1)


def slopes(at: Floats, rates: Floats) -> Floats:
    """Slopes `(draws,)` of straight lines through `rates` `(draws, values)` at `at` `(values,)`."""
    away = at - at.mean()
    return np.asarray((rates - rates.mean(axis=1, keepdims=True)) @ away / (away @ away))


def interval(values: Floats, level: float = LEVEL) -> list[float]:
    """The middle share of bootstrapped values, 95 % of them unless told otherwise."""
    low, high = np.quantile(values, ((1 - level) / 2, (1 + level) / 2))
    return [float(low), float(high)]


def _holds(ends: Sequence[float], value: float) -> bool:
    return ends[0] <= value <= ends[1]


def said(found: Mapping[str, Any] | None) -> str:
    """How the best rate of each rule goes with the option, in sentences; empty where that is not known yet."""
    if found is None:
        return ""
    option, shown, open_ = found["option"], [], []
    for rule in found["rules"]:
        if rule["slope"] is None:
            return ""
        ends = rule["slope_interval"]
        if rule["at_edge"]:
            open_.append(f"{rule['label']} (a best lies at the edge of what was tried)")
        elif ends is None:
            open_.append(f"{rule['label']} (fewer than {FEWEST} seeds)")
        elif not rule["slope_shown"]:
            few = "" if _holds(ends, 0.0) else f", too near to 0 for one of {len(found['rules'])} rules"
            open_.append(f"{rule['label']} (exponent {ends[0]:.2f} to {ends[1]:.2f}{few})")
        else:
            shown.append(f"{rule['label']} as {option}^{rule['slope']:.2f} (95 %: {ends[0]:.2f} to {ends[1]:.2f})")
    goes = [f"The best learning rate goes with {option}: of {'; of '.join(shown)}."] if shown else []
    stays = [f"That it changes with {option} is not shown of {'; '.join(open_)}."] if open_ else []
    return " ".join([*goes, *stays])


def caption(seeds: int) -> str:
    """What a figure of best rates says below itself."""
    if seeds < FEWEST:
        return f"n = {seeds} seeds: an interval needs {FEWEST}."
    return (
        f"n = {seeds} seeds; band: 95 % by the bootstrap over seeds, each drawn best moved within its cell of the grid."
    )


def rows(found: Mapping[str, Any]) -> list[list[str]]:
    """By rule and value of the option the best rate, its interval, and the median there; nothing not known yet."""
    return [
        [
            rule["label"],
            number_text(value),
            number_text(rate),
            " to ".join(number_text(end) for end in rule["intervals"][place]) if rule["intervals"] else "needs 6 seeds",
            number_text(rule["medians"][place], none="diverged"),
        ]
        for rule in found["rules"]
        for place, (value, rate) in enumerate(zip(found["values"], rule["rates"], strict=True))
        if rate is not None
    ]


ROW_COLUMNS = ("Rule", "Value", "Best learning rate", "95 % interval", "Median")
