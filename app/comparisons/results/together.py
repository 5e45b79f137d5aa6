"""Several finished comparisons together, as plain data: which of them make a suite, and what it shows.

Nothing is said of other workloads: those of a suite were chosen by a person, not drawn from anything.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.comparisons.errors import NoSuite, NotReady
from app.comparisons.results.conclusion import listed
from app.comparisons.results.contenders import Contender, contenders
from app.comparisons.results.measured import measured
from app.comparisons.results.suite import RATIOS, Member, Pair, Suite, suite
from app.comparisons.results.titles import title, workload_title
from app.comparisons.store.table import Table, numbers
from app.comparisons.store.views import JobView

FEWEST, MOST = 2, 24
"""How many comparisons a suite has."""
USUAL = ("adamw", "momentum")
"""The rules that are the reference where none is named, the first that is in all."""
MADE_OF = ("rule", "choices", "decay", "sam", "modifiers")
"""What makes a rule of two comparisons the same one."""


def check(views: Sequence[JobView]) -> None:
    """`NoSuite` or `NotReady` where these comparisons cannot stand together; the text says which and why."""
    if not FEWEST <= len({view.id for view in views}) == len(views) <= MOST:
        raise NoSuite(f"A suite is of {FEWEST} to {MOST} comparisons, each named once; given {len(views)}.")
    seen: dict[str, JobView] = {}
    for view in views:
        if view.state != "finished":
            raise NotReady(f"{title(view)} ({view.id[:6]}) is {view.state}: a suite is of finished comparisons.")
        if view.spec.get("across"):
            raise NoSuite(
                f"{title(view)} ({view.id[:6]}) is of several workloads itself: an option has several values."
            )
        if view.imported or not measured(view).targets(view.spec["workload"]["options"]):
            why = "imported" if view.imported else f"on {workload_of(view)}, which names no targets"
            raise NoSuite(f"{title(view)} ({view.id[:6]}) is {why}: when targets were reached is not known.")
        other = seen.setdefault(f"{view.spec['workload']['name']} {settled(view)}", view)
        if other is not view:
            raise NoSuite(
                f"{title(other)} ({other.id[:6]}) and {title(view)} ({view.id[:6]}) are on the same workload, which"
                " would count twice; take one of them."
            )


def settled(view: JobView) -> str:
    """The options of a workload, defaults included, as text that is the same for the same workload."""
    return str(sorted(measured(view).settings(view.spec["workload"]["options"]).items()))


def workload_of(view: JobView) -> str:
    """What the workload of a comparison is called."""
    return workload_title(measured(view), view.spec["workload"]["options"])


def can_join(view: JobView) -> bool:
    """Whether a comparison can be one of a suite, as far as it can be told without its numbers."""
    if view.spec.get("across"):
        return False
    try:
        return (
            view.state == "finished"
            and not view.imported
            and bool(measured(view).targets(view.spec["workload"]["options"]))
        )
    except ValueError:  # a workload or an option of an earlier version
        return False


def shared(views: Sequence[JobView]) -> tuple[list[str], list[str]]:
    """The labels of the rules that all comparisons have, made of the same; and of those that are left out."""
    made = [{entry["label"]: _made_of(entry) for entry in view.plan["entries"]} for view in views]
    every = list(dict.fromkeys(label for own in made for label in own))
    both = [label for label in every if all(label in own and own[label] == made[0].get(label) for own in made)]
    return both, [label for label in every if label not in both]


def _made_of(entry: Mapping[str, Any]) -> list[Any]:
    return [entry.get(name) or None for name in MADE_OF]


def reference_of(views: Sequence[JobView], labels: Sequence[str], wanted: str | None) -> str:
    """The label of the rule whose times are the measure; `NoSuite` where the one that is wanted is not in all."""
    if not labels:
        raise NoSuite("These comparisons have no rule in common.")
    if wanted:
        if wanted not in labels:
            raise NoSuite(f"{wanted!r} is not in all of these comparisons; there are: {', '.join(labels)}.")
        return wanted
    rules = {entry["rule"]: entry["label"] for entry in views[0].plan["entries"] if entry["label"] in labels}
    return str(next((rules[name] for name in USUAL if name in rules), labels[0]))


def together(views: Sequence[JobView], table: Callable[[str], Table], reference: str | None = None) -> dict[str, Any]:
    """What the comparisons show together. `table` gives the records of one; `NoSuite`, `NotReady` as `check`."""
    check(views)
    labels, left_out = shared(views)
    named = reference_of(views, labels, reference)
    members = [member(view, table(view.id), labels) for view in views]
    found = suite(members, named)
    return {
        "conclusion": conclusion(found, members),
        "reference": named,
        "references": labels,
        "ratios": RATIOS.tolist(),
        "watched": found.watched.tolist(),
        "rules": [
            {
                "label": each.label,
                "share": each.share.tolist(),
                "low": numbers(each.low),
                "high": numbers(each.high),
                "area": each.area,
                "interval": each.interval,
            }
            for each in found.profiles
        ],
        "pairs": [_pair(each, sum(own.seeds for own in members)) for each in found.pairs],
        "comparisons": [
            {
                "id": view.id,
                "title": title(view),
                "workload": own.title,
                "sentence": view.plan["sentence"],
                "stop": own.stop,
                "seeds": own.seeds,
                "targets": own.targets,
            }
            for view, own in zip(views, members, strict=True)
        ],
        "left_out": left_out,
        "said": said(found, members, left_out),
    }


def member(view: JobView, table: Table, labels: Sequence[str]) -> Member:
    """One comparison of a suite with the rules of these labels."""
    rules = {each.label: each for each in contenders(view, table)}
    count = len(measured(view).targets(view.spec["workload"]["options"]))
    ready = [rules[label] for label in labels]
    if not all(_on_record(each, count) for each in ready):
        raise NoSuite(
            f"{title(view)} ({view.id[:6]}) was run by an earlier version: when targets were reached is not on record."
        )
    return Member.of(workload_of(view), view.plan["steps"], ready)


def _on_record(contender: Contender, count: int) -> bool:
    runs = contender.final.size
    return len(contender.hits) == runs and all(len(hits) == count for hits in contender.hits.values())


def _pair(found: Pair, runs: int) -> dict[str, Any]:
    if found.undecided:
        verdict = f"not decided: {found.undecided}"
    elif found.better:
        verdict = f"{found.better} reaches targets sooner, whichever settings of the other are taken"
    else:
        verdict = "no difference shown"
    return {
        "first": found.first,
        "second": found.second,
        "wins": found.wins,
        "losses": found.losses,
        "ties": found.ties,
        "runs": runs,
        "p": found.p,
        "p_holm": found.p_holm,
        "better": found.better,
        "verdict": verdict,
    }


def conclusion(found: Suite, members: Sequence[Member]) -> str:
    """The answer of a suite: what the tests of pairs say, and of which workloads."""
    if not found.pairs:
        few = min(own.seeds for own in members) < 2
        return "One seed: nothing is ranked." if few else "One rule in common: there is nothing to compare."
    ahead: dict[str, list[Pair]] = {}
    for each in found.pairs:
        if each.better:
            ahead.setdefault(each.better, []).append(each)
    where = f"On these {len(members)} workloads"
    sentences = [
        f"{leader} reaches targets sooner than"
        f" {listed([each.second if each.first == leader else each.first for each in won])}"
        f" (p {'≤' if len(won) > 1 else '='} {max(each.p_holm for each in won):.2g})."
        for leader, won in sorted(ahead.items(), key=lambda each: -len(each[1]))
    ]
    open_pairs = sum(each.undecided is not None for each in found.pairs)
    if not sentences:
        none = "nothing is decided" if open_pairs == len(found.pairs) else "no rule is shown to reach targets sooner"
        sentences = [f"{none}."]
    rest = f" {open_pairs} of {len(found.pairs)} pairs are not decided." if 0 < open_pairs < len(found.pairs) else ""
    return f"{where} {' '.join(sentences)}{rest} Of other workloads this says nothing."


def said(found: Suite, members: Sequence[Member], left_out: Sequence[str]) -> str:
    """How it was found and what it can show, a line each."""
    lines = [
        "The curve of a rule is the share of (workload, target, seed) that it reaches within so many times the steps of"
        f" {found.reference}: of its expected running time (all steps over successes) on the same workload to the same"
        " target. Every workload weighs as much, however many targets it has. The reference was named beforehand, so"
        " another rule more or less changes no other's curve.",
        "The area is that below the curve over the logarithm of the ratio, from an eighth to eight times: 1 reaches"
        " everything at once, 0 nothing in that time. Each seed is run under the setting with the best median area on"
        " the other half of the seeds; the reference is measured at its best end value. Bands: 95 % of resamples of the"
        " seeds within each workload, the times of the reference as they are; below 6 seeds there are none.",
        "A rule reaches targets sooner than another only if its area is larger on more of the pairs of workload and"
        " seed, by the exact sign test, two-sided, Holm-corrected, against the hardest setting of the other on each"
        " workload; seeds on which both are the same count half. That speaks of other seeds on these workloads, which"
        " somebody chose; of other workloads it says nothing.",
        "Runs stop with their comparison: what was not reached by then counts as never. Where that stop lies before a"
        " ratio nobody was looked at, so curves flatten there; the table says of which share it does not.",
    ]
    if found.unreached:
        lines.append(
            f"{found.unreached} of {sum(own.targets for own in members)} targets were never reached by"
            f" {found.reference}: there the stop stands for its time, which it is at least."
        )
    if left_out:
        lines.append(f"Not in all of these comparisons, and left out: {', '.join(left_out)}.")
    return "\n".join(lines)
