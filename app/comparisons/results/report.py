"""The report of a comparison: one HTML file with its figures in it, which loads nothing and runs nothing."""

import json
from html import escape
from typing import Any

from descent.analysis.median_interval import FEWEST

from app.comparisons.results import across, made_with, profile, report_axes, searched
from app.comparisons.results.figures import Line
from app.comparisons.results.measured import LOSS, said_of_import
from app.comparisons.results.report_parts import STYLE, Drawn, figure, table
from app.comparisons.results.rows import row_plot
from app.comparisons.results.titles import title
from app.comparisons.store.views import JobView
from app.text.numbers import number_text

PAIR_COLUMNS = (
    "Rules",
    "Verdict",
    "Difference (95 % interval)",
    "Seeds: first better, worse, same",
    "Medians",
    "Diverged",
    "p",
    "p (Holm)",
)


def page(view: JobView, found: dict[str, Any]) -> str:
    """The whole report, from the job and its statistics (`summary.summarise`)."""
    n = f"n = {found['seeds']} seeds; line: median; band: 10 to 90 %"
    imported = said_of_import(view)
    sections = [
        f"<h1>{escape(found['conclusion'] or view.plan['sentence'])}</h1>",
        f'<p class="asked">{escape(view.plan["sentence"])}.</p>' if found["conclusion"] else "",
        f'<p class="state">{_state(view, found)}</p>',
        f"<p>{escape(imported)}</p>" if imported else "",
        _ranked(found),
        *_across(found),
        _profile(found),
        _rates(found, n),
        *_searched(found),
        figure(
            "Loss against step" if found["curve"] == LOSS else f"{_capital(found['curve'])} against step",
            _losses(found),
            f"{_capital(found['curve'])} at each rule's best setting. {n}.",
        ),
        *report_axes.validation(found, n),
        _targets(found),
        *report_axes.running_times(found),
        *report_axes.steps(found),
        "<h2>End values</h2>",
        _values(found),
        "<h2>Comparisons</h2>",
        _tests(found),
        f'<p class="method">{escape(found["method"])}</p>',
        "<h2>Made with</h2>",
        table(["", ""], _made(view)),
        "<h2>Settings</h2>",
        f"<pre>{escape(json.dumps(view.spec, indent=1))}</pre>",
    ]
    body = "\n".join(sections)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(title(view))}</title>"
        f"<style>{STYLE}</style></head>\n<body>\n{body}\n</body></html>\n"
    )


def _state(view: JobView, found: dict[str, Any]) -> str:
    diverged = sum(rule["diverged"] for rule in found["rules"])
    reason = f" ({view.reason}: {view.detail})" if view.reason else ""
    said = f"{view.state}{reason}. {diverged} of {view.plan['runs']} runs diverged; they count as the worst."
    return escape(" ".join([said.capitalize(), *view.notices]))


def _ranked(found: dict[str, Any]) -> str:
    """The rules from the best median down; empty while none is complete."""
    drawn = row_plot(found["rules"], found["better"], found["metric"].split(" (")[0])
    ends = " with its 95 % interval" if found["seeds"] >= FEWEST else ""
    better = found["better"].capitalize()
    caption = f"End value at the best setting: median{ends}, n = {found['seeds']} seeds. {better} is better."
    return f"<figure>{drawn}<figcaption>{escape(caption)}</figcaption></figure>" if drawn else ""


def _profile(found: dict[str, Any]) -> str:
    """What the metric is a mean of, told apart; empty where a workload tells nothing of it."""
    told = found["profile"]
    if told is None:
        return ""
    drawn = profile.lines(told, [rule["label"] for rule in found["rules"]]), told["across"], told["up"], True, False
    return figure(told["question"], drawn, profile.caption(found["seeds"]))


def _across(found: dict[str, Any]) -> list[str]:
    """How best learning rates go with an option that has several values; nothing where none has."""
    told = found["across"]
    if told is None:
        return []
    lines = [
        Line(rule["label"], told["values"], rule["rates"], *zip(*rule["intervals"], strict=True))
        if rule["intervals"]
        else Line(rule["label"], told["values"], rule["rates"])
        for rule in told["rules"]
    ]
    title = f"Best learning rate against {told['option']}"
    return [
        figure(title, (lines, told["option"], "best learning rate", True, True), across.caption(found["seeds"])),
        table(across.ROW_COLUMNS, across.rows(told)),
    ]


def _targets(found: dict[str, Any]) -> str:
    """The runtime ECDF, or why there is none."""
    said = found["ecdf_said"]
    if found["ecdf"] is None and said:
        return f"<h2>Share of targets reached</h2><p>{escape(said)}</p>"
    caption = f"Runtime ECDF: the share of (run, target) pairs. {said}"
    return figure("Share of targets reached", _ecdf(found), caption)


def _rates(found: dict[str, Any], n: str) -> str:
    """The end value by learning rate; empty where every rule is searched."""
    if all(map(searched.is_searched, found["rules"])):
        return ""
    caption = f"End value by learning rate: {found['metric']}. {n}."
    return figure("Learning-rate sensitivity", _sensitivity(found), caption)


def _searched(found: dict[str, Any]) -> list[str]:
    """What a search found: the best of n settings, how much each hyperparameter does alone, every setting."""
    if not any(map(searched.is_searched, found["rules"])):
        return []
    drawn = searched.best_of(found), "settings tried", "end value", False, found["better"] == "lower"
    caption = (
        "End value at the best of n settings, drawn from those that were tried without replacement. Line: median; band:"
        f" 10 to 90 % of all choices of n. Spaces: {searched.spaces(found)}."
    )
    return [
        figure("Best of n settings", drawn, caption),
        "<h2>What each hyperparameter does alone</h2>",
        table(searched.INFLUENCE_COLUMNS, searched.influence_rows(found)),
        "<details><summary>Every setting of the search</summary>",
        table(searched.SETTING_COLUMNS, searched.setting_rows(found)),
        "</details>",
    ]


def _sensitivity(found: dict[str, Any]) -> Drawn:
    """One line per rule; where a rule tried more than learning rates, the best of each learning rate."""
    better = min if found["better"] == "lower" else max
    lines = []
    for rule in found["rules"]:
        if searched.is_searched(rule):
            # Its place keeps the colours of the others what they are in every figure.
            lines.append(Line(f"{rule['label']}: below", [], []))
            continue
        by_rate: dict[float, dict[str, Any]] = {}
        for each in rule["sensitivity"]:
            rate = each["settings"].get("lr")
            if rate is None or each["median"] is None:
                continue
            kept = by_rate.setdefault(rate, each)
            if better(each["median"], kept["median"]) != kept["median"]:
                by_rate[rate] = each
        rates = sorted(by_rate)
        columns = {name: [by_rate[rate][name] for rate in rates] for name in ("median", "low", "high")}
        lines.append(Line(rule["label"], rates, columns["median"], columns["low"], columns["high"]))
    return lines, "learning rate", "end value", True, found["better"] == "lower"


def _losses(found: dict[str, Any]) -> Drawn:
    lines = [
        Line(rule["label"], found["steps"], loss["median"], loss["low"], loss["high"], loss["runs"][:16])
        for rule in found["rules"]
        if rule["best"] is not None
        for loss in [rule["best"]["loss"]]
    ]
    return (lines, "step", found["curve"], False, found["curve_better"] == "lower") if lines else None


def _ecdf(found: dict[str, Any]) -> Drawn:
    if found["ecdf"] is None:
        return None
    lines = [Line(rule["label"], found["ecdf"]["steps"], rule["share"]) for rule in found["ecdf"]["rules"]]
    return lines, "step", "share of (run, target) pairs", False, False


def _values(found: dict[str, Any]) -> str:
    rows = []
    for rule in found["rules"]:
        best = rule["best"]
        if best is None:
            rows.append([rule["label"], "not complete", "", "", "", ""])
            continue
        interval = " to ".join(_text(each) for each in best["interval"]) if best["interval"] else "needs 6 seeds"
        edge = f" (at the edge: {', '.join(best['at_edge'])})" if best["at_edge"] else ""
        settings = ", ".join(f"{name} = {value:g}" for name, value in best["settings"].items()) + edge
        counts = f"{rule['diverged']} of {rule['runs']}"
        rows.append([rule["label"], settings, _text(best["median"]), interval, _reached(best), counts])
    return table(["Rule", "Best setting", "Median", "95 % interval", "Reached the target", "Diverged"], rows)


def _tests(found: dict[str, Any]) -> str:
    if not found["tests"]:
        return "<p>Nothing is compared: that needs two complete rules and more than one seed.</p>"
    rows = [
        [
            f"{test['first']} and {test['second']}",
            "; ".join(filter(None, [test["verdict"], test["needs"]])),
            _apart(test),
            f"{test['wins']}, {test['losses']}, {test['ties']}",
            " and ".join(_text(each) for each in test["medians"]),
            " and ".join(map(str, test["diverged"])),
            f"{test['p']:.4f}",
            f"{test['p_holm']:.4f}",
        ]
        for test in found["tests"]
    ]
    return table(PAIR_COLUMNS, rows)


def _apart(test: dict[str, Any]) -> str:
    """The difference of two rules with its interval, where six seeds give one."""
    ends = "" if test["interval"] is None else f" ({' to '.join(_text(end) for end in test['interval'])})"
    return f"{_text(test['difference'])}{ends}"


def _made(view: JobView) -> list[list[str]]:
    """What the numbers were made with, line by line, and whether it is what it would be made with today."""
    made = made_with.made_with(view)
    rows = [[f"version of {label}", version] for label, version in made.pop("rule_versions").items()]
    rows += [[f"learning rate of {label}", followed] for label, followed in made.pop("schedules").items()]
    rows += [[f"modifiers of {label}", names] for label, names in made.pop("modifiers").items()]
    rows += [[name.replace("_", " "), str(value)] for name, value in made.items()]
    said = made_with.earlier(view)
    return [["when this report was written", said], *rows] if said else rows


def _reached(best: dict[str, Any]) -> str:
    return "no target" if best["reached"] is None else str(best["reached"])


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _text(value: float | None) -> str:
    return number_text(value, none="diverged")
