"""The report of a comparison: one HTML file with its figures in it, which loads nothing and runs nothing."""

import json
from collections.abc import Sequence
from html import escape
from typing import Any

from descent.analysis.median_interval import FEWEST

from app.comparisons.results import across, made_with, profile, searched
from app.comparisons.results.figures import Line, legend, plot
from app.comparisons.results.measured import LOSS, said_of_import
from app.comparisons.results.rows import row_plot
from app.comparisons.results.titles import title
from app.comparisons.store.views import JobView
from app.text.numbers import number_text

STYLE = """
:root { --ground: #f7f3ea; --ink: #1d2326; --soft: #474f54; --line: #ddd4c1; --strong: #8d836d; --sunk: #eee8da;
  --serif: "Source Serif 4", Georgia, serif; --sans: Inter, system-ui, sans-serif; }
body { font: 1rem/1.5 var(--sans); max-width: 50rem; margin: 2rem auto; padding: 0 1rem; color: var(--ink);
  background: var(--ground); }
h1, h2 { font: 600 1.5rem/1.25 var(--serif); } h2 { font-size: 1.25rem; margin: 2rem 0 .5rem; }
.asked { font: 1.0625rem/1.35 var(--serif); }
svg { font: 12px var(--sans); width: 100%; height: auto; } svg text { fill: var(--ink); } svg path { fill: none; }
figure { margin: 1rem 0 0; }
.line { stroke-width: 2; } .thin { stroke-width: 0.6; opacity: 0.4; } .frame { stroke: var(--strong); }
.grid { stroke: var(--line); }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font: 0.875rem/1.5 var(--sans); }
th, td { text-align: left; vertical-align: top; padding: 4px 8px 4px 0; border-bottom: 1px solid var(--line);
  font-variant-numeric: tabular-nums; }
.legend { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: 4px 20px; font-size: 0.875rem; }
.sample { width: 40px; height: 8px; margin-right: 6px; }
figcaption, .method, .state { font-size: 0.875rem; color: var(--soft); }
.method { white-space: pre-line; }
pre { overflow: auto; font-size: 12px; background: var(--sunk); padding: 8px; }
@media print { body { background: none; max-width: none; } }
"""


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
        _figure(
            "Loss against step" if found["curve"] == LOSS else f"{_capital(found['curve'])} against step",
            _losses(found),
            f"{_capital(found['curve'])} at each rule's best setting. {n}.",
        ),
        _targets(found),
        "<h2>End values</h2>",
        _values(found),
        "<h2>Comparisons</h2>",
        _tests(found),
        f'<p class="method">{escape(found["method"])}</p>',
        "<h2>Made with</h2>",
        _table(["", ""], _made(view)),
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


def _figure(title: str, drawn: tuple[list[Line], str, str, bool, bool] | None, caption: str) -> str:
    if drawn is None or not any(value is not None for line in drawn[0] for value in line.y):
        return f"<h2>{escape(title)}</h2><p>Nothing to draw yet.</p>"
    lines, x_title, y_title, log_x, log_y = drawn
    return (
        f"<h2>{escape(title)}</h2><figure>{plot(lines, x_title, y_title, log_x, log_y)}"
        f"{legend([line.label for line in lines])}<figcaption>{escape(caption)}</figcaption></figure>"
    )


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
    return _figure(told["question"], drawn, profile.caption(found["seeds"]))


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
        _figure(title, (lines, told["option"], "best learning rate", True, True), across.caption(found["seeds"])),
        _table(across.ROW_COLUMNS, across.rows(told)),
    ]


def _targets(found: dict[str, Any]) -> str:
    """The runtime ECDF, or why there is none."""
    said = found["ecdf_said"]
    if found["ecdf"] is None and said:
        return f"<h2>Share of targets reached</h2><p>{escape(said)}</p>"
    caption = f"Runtime ECDF: the share of (run, target) pairs. {said}"
    return _figure("Share of targets reached", _ecdf(found), caption)


def _rates(found: dict[str, Any], n: str) -> str:
    """The end value by learning rate; empty where every rule is searched."""
    if all(map(searched.is_searched, found["rules"])):
        return ""
    caption = f"End value by learning rate: {found['metric']}. {n}."
    return _figure("Learning-rate sensitivity", _sensitivity(found), caption)


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
        _figure("Best of n settings", drawn, caption),
        "<h2>What each hyperparameter does alone</h2>",
        _table(searched.INFLUENCE_COLUMNS, searched.influence_rows(found)),
        "<details><summary>Every setting of the search</summary>",
        _table(searched.SETTING_COLUMNS, searched.setting_rows(found)),
        "</details>",
    ]


def _sensitivity(found: dict[str, Any]) -> tuple[list[Line], str, str, bool, bool] | None:
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


def _losses(found: dict[str, Any]) -> tuple[list[Line], str, str, bool, bool] | None:
    lines = [
        Line(rule["label"], found["steps"], loss["median"], loss["low"], loss["high"], loss["runs"][:16])
        for rule in found["rules"]
        if rule["best"] is not None
        for loss in [rule["best"]["loss"]]
    ]
    return (lines, "step", found["curve"], False, found["curve_better"] == "lower") if lines else None


def _ecdf(found: dict[str, Any]) -> tuple[list[Line], str, str, bool, bool] | None:
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
    return _table(["Rule", "Best setting", "Median", "95 % interval", "Reached the target", "Diverged"], rows)


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
    return _table(PAIR_COLUMNS, rows)


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


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f"<th>{escape(each)}</th>" for each in heads)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _reached(best: dict[str, Any]) -> str:
    return "no target" if best["reached"] is None else str(best["reached"])


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _text(value: float | None) -> str:
    return number_text(value, none="diverged")
