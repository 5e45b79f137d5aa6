"""What the page of comparisons starts from: presets, and the choices that an address carries."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from descent import registry

from app.workloads.card import cards

LIMITS = {"trials": (1, 256), "seeds": (1, 256), "steps": (1, 1_000_000)}
"""What `ComparisonSpec` takes."""


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
        }


PRESETS: dict[str, tuple[str, Choices]] = {
    "first": (
        "Adam and SGD on logistic regression, 6 learning rates, 10 seeds",
        Choices(("adam", "sgd"), "logistic_digits", 6, 10, 100),
    ),
    "signs": (
        "Adam, Lion and Signum on a small network, 6 learning rates, 10 seeds",
        Choices(("adam", "lion", "signum"), "mlp_digits", 6, 10, 100),
    ),
    "valley": (
        "Adam, RMSProp and Nesterov in Rosenbrock's valley, 10 learning rates, 10 seeds",
        Choices(("adam", "rmsprop", "nesterov"), "landscape", 10, 10, 500, {"landscape": "rosenbrock"}),
    ),
    "noise": (
        "SGD, Nesterov and Adam on a noisy quadratic, 10 learning rates, 10 seeds",
        Choices(("sgd", "nesterov", "adam"), "noisy_quadratic", 10, 10, 300),
    ),
    "large": (
        "Adam, Lion, Muon and SGD on the small network, 16 learning rates, 8 seeds",
        Choices(("adam", "lion", "muon", "sgd"), "mlp_digits", 16, 8, 300),
    ),
}
"""By name: what a preset is called, and its choices. The first is what the page opens with."""

FIRST = next(iter(PRESETS))


def of_spec(spec: Mapping[str, Any]) -> Choices:
    """The choices of a comparison that was handed in; what the form cannot say of it is left out."""
    names = dict.fromkeys(rule["name"] for rule in spec["rules"])
    known = tuple(name for name in names if name in registry.rule_names())
    workload = spec["workload"]
    numbers = {name: min(max(int(spec[name]), low), high) for name, (low, high) in LIMITS.items()}
    return Choices(known, workload["name"], options=workload["options"], backend=spec["backend"], **numbers)


def from_address(query: Mapping[str, str], former: Choices | None = None) -> tuple[Choices, list[str]]:
    """The choices that an address names, and a sentence for each that is not possible here.

    `preset`, `rules` (names with commas between), `workload`, `trials`, `seeds`, `steps`; what is left out or does
    not fit is taken from `former` or, without it, from the preset.
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
            choices = replace(choices, workload=query["workload"], options=choices.options if same else {})
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
    return replace(choices, **numbers), said
