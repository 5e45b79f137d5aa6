"""The statistics of one comparison as plain data: what the page draws, what the report prints.

Numbers are those a person knows: where larger is better (accuracy) they are turned round only inside. What is not
finite is None, and counted as diverged.
"""

from typing import Any

import numpy as np

from app.comparisons.planning.quantile import quantile
from app.comparisons.results import (
    across,
    conclusion,
    ecdf,
    method,
    per_step,
    profile,
    reaching,
    statistics,
    tuning,
    verdicts,
)
from app.comparisons.results.contenders import Contender, contenders, larger_is_better
from app.comparisons.results.measured import curve, measured
from app.comparisons.results.statistics import Floats
from app.comparisons.store.table import Table, numbers
from app.comparisons.store.views import JobView


def summarise(view: JobView, table: Table) -> dict[str, Any]:
    """Sensitivity to the settings, loss against step, runtime ECDF, end values and tests."""
    workload = measured(view)
    drawn, drawn_better = curve(view)
    sign = -1.0 if larger_is_better(view) else 1.0
    rules = contenders(view, table)
    ready = [contender for contender in rules if contender.complete]
    tests = verdicts.tests(ready, sign)
    seeds = len(view.plan["seeds"])
    steps_are = per_step.per_step(view)
    looks = validated(view, table)
    searched = any(contender.space for contender in rules)
    several = next(iter(view.spec.get("across") or ()), None)
    widths = across.across(several, rules) if several else None
    placed = across.places(several, rules) if several else {}
    too_few = verdicts.too_few(verdicts.places(each.entry for each in rules), seeds)
    return {
        "conclusion": f"{across.said(widths)} {conclusion.where_same(several, tests, seeds, placed, too_few)}".strip()
        if several
        else conclusion.conclusion(
            tests,
            {each.label: each.edges for each in ready},
            seeds,
            too_few,
            [each.label for each in ready if each.space],
        ),
        "across": widths,
        "profile": profile.profile(view, table, rules),
        "metric": workload.metric,
        "better": workload.better,
        "target": _number(workload.target),
        "curve": drawn,
        "curve_better": drawn_better,
        "seeds": seeds,
        "complete": len(ready) == len(rules),
        "steps": table.steps.tolist(),
        "validated_at": looks,
        "axes": per_step.axes(view, steps_are),
        "rules": [
            _rule(contender, sign, workload.target, bool(looks))
            | {"search": _search(contender, sign) if searched else None, "per_step": each}
            for contender, each in zip(rules, steps_are, strict=True)
        ],
        **ecdf.answer(view, ready),
        "reaching": reaching.answer(view, ready),
        "tests": tests,
        "method": method.said(view, rules),
    }


def validated(view: JobView, table: Table) -> list[int]:
    """The steps after which the samples that choose were looked at; none where there are no two, or no samples.

    Comparisons of earlier versions looked at the end alone, which makes no curve.
    """
    found: list[int] = table.steps[table.validated()].tolist()
    return found if len(found) > 1 and measured(view).split else []


def _rule(contender: Contender, sign: float, target: float, looked: bool) -> dict[str, Any]:
    """One rule: per setting the band over seeds; at the best setting the curves; and the value it is judged by."""
    entry = contender.entry
    answer: dict[str, Any] = {
        "label": entry["label"],
        "rule": entry["rule"],
        "baseline": entry["baseline"],
        "diverged": int(contender.diverged.sum()),
        "runs": int(contender.diverged.size),
        "sensitivity": [
            {"settings": setting, "n": int((~np.isnan(values)).sum()), "diverged": int(np.isinf(values).sum())}
            | {"values": numbers(sign * values)}
            | _band(values, sign)
            for setting, values in zip(entry["settings"], contender.final, strict=True)
        ],
        "best": None,
    }
    if contender.complete:
        place, judged = contender.best, contender.judged
        found = statistics.interval(contender.final, contender.choosing)
        low_loss, middle, high_loss = statistics.band(contender.curves[place], axis=0)
        answer["best"] = {
            "settings": entry["settings"][place],
            "at_edge": contender.at_edge,
            "values": numbers(sign * judged),
            "median": _number(sign * float(quantile(judged, 0.5))),
            "interval": None if found is None else [_number(each) for each in sorted(sign * end for end in found)],
            "error": contender.sampling_error,
            "diverged": int(np.isinf(judged).sum()),
            "reached": None if np.isnan(target) else int((judged <= sign * target).sum()),
            "loss": {
                "low": numbers(low_loss),
                "median": numbers(middle),
                "high": numbers(high_loss),
                "runs": numbers(contender.curves[place]),
            },
            "validation": _validation(contender.validation[place], sign) if looked else None,
        }
    return answer


def _validation(curves: Floats, sign: float) -> dict[str, Any]:
    """The metric on the samples that choose, `(seeds, looks)`, as band and single runs."""
    low, middle, high = (sign * each for each in statistics.band(curves, axis=0))
    low, high = (low, high) if sign > 0 else (high, low)
    return {"low": numbers(low), "median": numbers(middle), "high": numbers(high), "runs": numbers(sign * curves)}


def _search(contender: Contender, sign: float) -> dict[str, Any]:
    """How the settings of a rule are spread, what each hyperparameter does alone, and the best of n of them."""
    space = {name: list(span) for name, span in contender.space.items()}
    if not contender.complete:
        return {"space": space, "influence": None, "best_of": None}
    found = tuning.best_of(contender)
    ends = (found.low, found.high) if sign > 0 else (found.high, found.low)
    return {
        "space": space,
        "influence": {
            name: {"share": each.share, "by_chance": each.by_chance}
            for name, each in tuning.influences(contender).items()
        },
        "best_of": {
            name: numbers(sign * values)
            for name, values in zip(
                ("low", "median", "high", "mean"), (ends[0], found.median, ends[1], found.mean), strict=True
            )
        },
    }


def _band(values: Floats, sign: float) -> dict[str, Any]:
    known = values[~np.isnan(values)]
    if not len(known):
        return {"low": None, "median": None, "high": None}
    low, middle, high = (sign * float(each) for each in statistics.band(known))
    low, high = (low, high) if sign > 0 else (high, low)
    return {"low": _number(low), "median": _number(middle), "high": _number(high)}


def _number(value: float) -> float | None:
    return value if np.isfinite(value) else None
