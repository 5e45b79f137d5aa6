"""What a step of each workload and of each rule costs, for the planner.

A step of `runs` runs takes `step + run * runs` seconds. A workload's two numbers come from plain SGD on it. A rule's
are what it takes beyond SGD on one small network: `step`, and `number` per run and number trained. A rule costs about
the same beside every model of one size, so it is measured on that network alone; the planner multiplies by parameters.

All numbers of the file are in the seconds of one machine, and a slower or busier one may add to them: SGD on the small
network, the reference, is measured again in the same minute, and what is stored is the ratio to it, times the seconds
that the file gives the reference. Of several turns the shortest counts. Only without a stored reference are the seconds
those of this machine; so delete the file and refresh to have all of them measured here.

A cost is stale when it is absent. It is not measured again for a change in the code, because a plan is right within a
factor at best and corrects itself by what it sees; naming the rule or the workload measures it again.
"""

from collections.abc import Callable
from typing import Any

from descent import registry

from app.comparisons.shard import Backend
from app.refresh.step_time import StepTime, measure
from app.refresh.stored_file import StoredFile
from app.workloads import card
from app.workloads.compatibility import can_run

BACKENDS: tuple[Backend, ...] = ("compiled", "reference")
NETWORK, PLAIN = "mlp_digits", "sgd"
"""The reference: the small network on which rules are measured, and the rule with which workloads are."""
ROUNDS = 2

Measure = Callable[[str, str, Backend], StepTime]


class Costs(StoredFile):
    """One of the two tables of costs."""

    path = card.FOLDER / "costs.json"

    def __init__(self, measure: Measure = measure):
        self.measure = measure

    def outdated(self, name: str, entry: Any) -> str | None:
        """Only where a backend is missing."""
        del name
        missing = [backend for backend in BACKENDS if backend not in entry]
        return f"has no cost with the {missing[0]} backend" if missing else None

    def reference(self, backend: Backend) -> StepTime | None:
        """The stored seconds of the reference, or None where there are none."""
        stored = self._whole().get("workloads", {}).get(NETWORK, {}).get(backend)
        return StepTime.on_line(stored["step"], stored["run"]) if stored else None

    def beside_reference(self, workload: str, rule: str, backend: Backend) -> tuple[StepTime, StepTime]:
        """That step and the reference's, both in the seconds of the file."""
        own = here = StepTime(float("inf"), float("inf"))
        for _ in range(ROUNDS):
            here = here.shortest(self.measure(NETWORK, PLAIN, backend))
            own = own.shortest(self.measure(workload, rule, backend))
        here = here.shortest(self.measure(NETWORK, PLAIN, backend))
        known = self.reference(backend) or here
        return StepTime(own.few / here.few * known.few, own.many / here.many * known.many), known


class RuleCosts(Costs):
    """What each rule takes beyond plain SGD."""

    title = "costs of rules"
    noun = "rule"
    table = "rules"

    def names(self) -> tuple[str, ...]:
        """The rules that can train the small network."""
        return tuple(name for name in registry.rule_names() if not can_run(name, NETWORK))

    def compute(self, name: str) -> Any:
        """The cost of a rule with each backend."""
        parameters = card.card(NETWORK).parameters
        found = {}
        for backend in BACKENDS:
            own, plain = self.beside_reference(NETWORK, name, backend)
            beyond = StepTime(own.few - plain.few, own.many - plain.many)
            found[backend] = {"number": digits(beyond.run / parameters), "step": digits(beyond.step)}
        return found


class WorkloadCosts(Costs):
    """What a step of plain SGD takes on each workload."""

    title = "costs of workloads"
    noun = "workload"
    table = "workloads"

    def names(self) -> tuple[str, ...]:
        """All workloads, the network of the reference first."""
        return tuple(sorted(card.cards(), key=lambda name: (name != NETWORK, name)))

    def compute(self, name: str) -> Any:
        """The cost of a workload with each backend. The reference is its own measure and keeps its seconds."""
        found = {}
        for backend in BACKENDS:
            own, reference = self.beside_reference(name, PLAIN, backend)
            if name == NETWORK:
                own = reference
            found[backend] = {"run": digits(own.run), "step": digits(own.step)}
        return found


def digits(value: float) -> float:
    """Two of them: more would differ each time."""
    return float(f"{value:.2g}")


FILES = (WorkloadCosts(), RuleCosts())
