"""What the page of comparisons starts from: presets, and the choices that an address carries."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from descent import registry
from descent.schedules.named import SCHEDULES

from app.comparisons.around import possible
from app.comparisons.rule_choice import RuleChoice
from app.comparisons.schedule import ScheduleChoice
from app.comparisons.shard import DECAY_FORMS, SAM_FORMS
from app.comparisons.space import Space, usual_spaces
from app.comparisons.spec import ComparisonSpec
from app.workloads.card import cards

LIMITS = {"trials": (1, 256), "seeds": (1, 256), "steps": (1, 1_000_000)}
"""What `ComparisonSpec` takes."""

CONSTANT, SCHEDULED = "constant", "warmup_cosine"
"""The schedule of an address that names none, as it was before there were any; and that of the presets."""
GRID, SEARCH, BESIDE = TUNINGS = ("grid", "search", "beside")
"""A grid of learning rates; a search over several hyperparameters; each rule once so and once so."""


@dataclass(frozen=True)
class Choices:
    """What the form shows: the choices that a person makes before the plan is asked for."""

    rules: tuple[str, ...]
    workload: str
    trials: int
    seeds: int
    steps: int
    options: Mapping[str, Any] = field(default_factory=dict)
    """Options of the workload; those left out have their default, whatever the form held before."""
    backend: str = "compiled"
    """With the precision of products behind a dash where that is another than float32: `compiled-bfloat16`."""
    schedule: str = CONSTANT
    """What all learning rates follow, by name."""
    schedule_settings: Mapping[str, Any] = field(default_factory=dict)
    """Those of its settings that are not the usual ones."""
    around: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By rule the marks of what stands around it: `cautious`, `decay-l2`, `sam-plain`."""
    tuning: str = GRID
    """How each rule is tuned, one of `TUNINGS`."""
    across: Mapping[str, Sequence[float]] = field(default_factory=dict)
    """The option of the workload that has several values, with them; empty where none has."""
    spaces: Mapping[str, Mapping[str, tuple[float, float]]] = field(default_factory=dict)
    """By rule and hyperparameter the ends of what is searched, of rules whose spaces are not the usual ones."""

    def to_json(self) -> dict[str, Any]:
        """The choices as plain data for the page's script."""
        return {
            "rules": list(self.rules),
            "workload": self.workload,
            "trials": self.trials,
            "seeds": self.seeds,
            "steps": self.steps,
            "options": dict(self.options),
            "backend": self.backend,
            "schedule": self.schedule,
            "scheduleSettings": dict(self.schedule_settings),
            "around": {name: list(marks) for name, marks in self.around.items()},
            "tuning": self.tuning,
            "across": {name: list(values) for name, values in self.across.items()},
            "spaces": {rule: {name: list(ends) for name, ends in own.items()} for rule, own in self.spaces.items()},
        }


PRESETS: dict[str, tuple[str, Choices]] = {
    "first": (
        "Adam and SGD on logistic regression",
        Choices(("adam", "sgd"), "logistic_digits", 6, 10, 200, schedule=SCHEDULED),
    ),
    "signs": (
        "Adam, Lion and Signum on a small network",
        Choices(("adam", "lion", "signum"), "mlp_digits", 6, 10, 100, schedule=SCHEDULED),
    ),
    "valley": (
        "Adam, RMSProp and Nesterov in Rosenbrock's valley",
        Choices(
            ("adam", "rmsprop", "nesterov"), "landscape", 10, 10, 500, {"landscape": "rosenbrock"}, schedule=SCHEDULED
        ),
    ),
    "noise": (
        "SGD, Nesterov and Adam on a noisy quadratic",
        Choices(("sgd", "nesterov", "adam"), "noisy_quadratic", 10, 10, 300, schedule=SCHEDULED),
    ),
    "search": (
        "Does Adam gain if β₁ and β₂ are tuned too?",
        Choices(("adam",), "mlp_digits", 16, 32, 100, schedule=SCHEDULED, tuning=BESIDE),
    ),
    "rare": (
        "Which rule learns rare pairs?",
        Choices(("muon", "adam", "sgd"), "zipf_recall", 8, 12, 20, schedule=SCHEDULED),
    ),
    "width": (
        "How do the best rates of Adam and Muon go with width?",
        Choices(
            ("adam", "muon"),
            "mlp_digits",
            10,
            16,
            100,
            {"depth": 2},
            schedule=SCHEDULED,
            across={"width": (16, 32, 64, 128)},
        ),
    ),
    "large": (
        "Adam, Lion, Muon and SGD on the small network",
        Choices(("adam", "lion", "muon", "sgd"), "mlp_digits", 16, 16, 300, schedule=SCHEDULED),
    ),
}
"""By name: what a preset is called, and its choices. The first is what the page opens with."""

FIRST = next(iter(PRESETS))


MARKS = (*possible(), *(f"decay-{form}" for form in DECAY_FORMS), *(f"sam-{form}" for form in SAM_FORMS))
"""What can stand around a rule, as an address says it."""


def searchable() -> dict[str, dict[str, dict[str, Any]]]:
    """By rule and hyperparameter what a form offers to search: the ends at first, and whether it is usual.

    The learning rate is not among them: it is always searched, over the range of a grid.
    """
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for rule in registry.rule_names():
        hypers = {hyper.name: hyper for hyper in registry.rule(rule).hypers if hyper.name != "lr"}
        usual = usual_spaces(hypers)
        found[rule] = {
            name: {"low": hyper.low, "high": hyper.high, "usual": name in usual, "doc": hyper.doc}
            for name, hyper in hypers.items()
            if not isinstance(hyper.default, int)
        }
    return found


def marks_of(rule: Mapping[str, Any]) -> tuple[str, ...]:
    """The marks of what stands around a rule of a comparison that was handed in."""
    forms = (f"{name}-{rule[name]}" for name in ("decay", "sam") if rule.get(name))
    return tuple(mark for mark in (*rule.get("modifiers", ()), *forms) if mark in MARKS)


def marks_in(text: str, said: list[str]) -> dict[str, tuple[str, ...]]:
    """By rule the marks that an address holds, `adam.cautious.decay-l2,sgd.clipping`; says what is none."""
    found = {}
    for each in text.split(","):
        rule, *marks = each.split(".")
        known = tuple(dict.fromkeys(mark for mark in marks if mark in MARKS))
        if rule in registry.rule_names() and known:
            found[rule] = known
        if rule not in registry.rule_names() or len(known) < len(marks):
            said.append(f"What stands around a rule in the address is not known here; there are: {', '.join(MARKS)}.")
    return found


def settings_in(query: Mapping[str, str], said: list[str]) -> Mapping[str, Any]:
    """The settings of the schedule that an address names, a JSON object; none, and why, where they do not fit."""
    given = query.get("schedule_settings")
    if not given:
        return {}
    try:
        return ScheduleChoice(name=query["schedule"], settings=json.loads(given)).settings
    except (ValueError, RecursionError):
        known = ", ".join(setting.name for setting in SCHEDULES[query["schedule"]].settings)
        said.append(f"The settings of the schedule in the address do not fit; there are: {known}.")
        return {}


def of_spec(spec: Mapping[str, Any]) -> Choices:
    """The choices of a comparison that was handed in; what the form cannot say of it is left out."""
    names = dict.fromkeys(rule["name"] for rule in spec["rules"])
    around = {rule["name"]: marks for rule in reversed(spec["rules"]) if (marks := marks_of(rule))}
    known = tuple(name for name in names if name in registry.rule_names())
    workload = spec["workload"]
    numbers = {name: min(max(int(spec[name]), low), high) for name, (low, high) in LIMITS.items()}
    asked = spec.get("schedule") or {}
    searched = {rule["name"]: rule["search"] for rule in spec["rules"] if rule.get("search") is not None}
    both = any(rule["name"] in searched and rule.get("search") is None for rule in spec["rules"])
    spaces = {
        name: {each: (own["low"], own["high"]) for each, own in found.items()} for name, found in searched.items()
    }
    known_schedule = asked.get("name") in SCHEDULES
    schedule, settings = (asked["name"], asked.get("settings") or {}) if known_schedule else (CONSTANT, {})
    return Choices(
        known, workload["name"], options=workload["options"], backend=arithmetic(spec), schedule=schedule,
        schedule_settings=settings, around=around, tuning=BESIDE if both else SEARCH if searched else GRID,
        spaces={name: own for name, own in spaces.items() if own and name in known},
        across=spec.get("across") or {}, **numbers,
    )  # fmt: skip


def arithmetic(spec: Mapping[str, Any]) -> str:
    """The backend, and behind a dash the precision of products where that is another than float32."""
    other = spec.get("precision", "float32")
    return str(spec["backend"]) if other == "float32" else f"{spec['backend']}-{other}"


def from_address(query: Mapping[str, str], former: Choices | None = None) -> tuple[Choices, list[str]]:
    """The choices that an address names, and a sentence for each that is not possible here.

    `preset`, `rules` (names with commas between), `workload`, `trials`, `seeds`, `steps`, `schedule`,
    `schedule_settings`, `around`, `tuning`, `spaces`, `across`; what is left out or does not fit is taken from `former`
    or, without it, from the preset. But an address that says what is compared and no schedule or tuning means the
    constant rate and grids, as it did before there were others.
    """
    choices = former or PRESETS[query["preset"] if query.get("preset") in PRESETS else FIRST][1]
    said: list[str] = []
    if query.get("rules"):
        asked = list(dict.fromkeys(query["rules"].split(",")))
        known = tuple(name for name in asked if name in registry.rule_names())
        if len(known) < len(asked):
            said.append(
                f"{len(asked) - len(known)} of the {len(asked)} rules in the address are not built in and were left"
                " out. A rule that you typed goes along from the playground, by what it computes: its source never"
                " leaves your browser."
            )
        choices = replace(choices, rules=known or choices.rules)
    if query.get("workload"):
        if query["workload"] in cards():
            same = query["workload"] == choices.workload
            choices = replace(
                choices,
                workload=query["workload"],
                options=choices.options if same else {},
                across=choices.across if same else {},
            )
        else:
            said.append("The workload in the address is not one of those below.")
    numbers: dict[str, Any] = {}
    for name, (low, high) in LIMITS.items():
        given = query.get(name, "")
        if not given:
            continue
        if given.isascii() and given.isdigit() and len(given) < 9 and low <= int(given) <= high:
            numbers[name] = int(given)
        else:
            said.append(f"{name} in the address is not a whole number from {low} to {high}.")
    alone = former is None and "preset" not in query and bool(query.keys() & {"rules", "workload", *LIMITS})
    schedule, settings = choices.schedule, choices.schedule_settings
    if query.get("schedule"):
        if query["schedule"] in SCHEDULES:
            schedule, settings = query["schedule"], settings_in(query, said)
        else:
            said.append("The schedule in the address is not one of those below.")
    elif alone:
        schedule, settings = CONSTANT, {}
    around = marks_in(query["around"], said) if query.get("around") else choices.around
    choices = replace(choices, **numbers, schedule=schedule, schedule_settings=settings, around=around)
    choices = replace(choices, across=across_in(query, choices, said, alone))
    return replace(choices, **tuning_in(query, choices, said, alone)), said


def across_in(
    query: Mapping[str, str], choices: Choices, said: list[str], alone: bool
) -> Mapping[str, Sequence[float]]:
    """The option with several values that an address names, a JSON object; none, and why, where it does not fit."""
    if not query.get("across"):
        return {} if alone else choices.across
    try:
        given = json.loads(query["across"])
        workload = {"name": choices.workload}
        spec = ComparisonSpec.model_validate(
            {"rules": [{"name": "sgd"}], "workload": workload, "trials": 1, "across": given}
        )
    except (ValueError, RecursionError):
        said.append("The option with several values in the address does not fit the workload.")
        return {}
    return spec.across or {}


def tuning_in(query: Mapping[str, str], choices: Choices, said: list[str], alone: bool) -> dict[str, Any]:
    """How an address says that rules are tuned, with the spaces that it names; says what does not fit."""
    asked = query.get("tuning") or (GRID if alone else choices.tuning)
    if asked not in TUNINGS:
        said.append(f"The tuning in the address is not known; there are: {', '.join(TUNINGS)}.")
        asked = GRID
    if not query.get("spaces"):
        return {"tuning": asked, "spaces": choices.spaces if asked == choices.tuning else {}}
    try:
        given = {
            str(rule): {str(name): (float(low), float(high)) for name, (low, high) in own.items()}
            for rule, own in json.loads(query["spaces"]).items()
        }
        for rule, own in given.items():
            RuleChoice(name=rule, search={name: Space(low=low, high=high) for name, (low, high) in own.items()})
    except (ValueError, TypeError, AttributeError, RecursionError):
        said.append("The spaces in the address do not fit the rules.")
        given = {}
    return {"tuning": asked, "spaces": given}
