"""Which rule can train which workload, and why not: a sentence, without torch."""

from descent import registry
from descent.spec import Rule

from app.workloads.card import Card, card

FALLBACK = "adamw"
"""The rule for the tensors a matrix rule does not take, as Muon is used in practice (Jordan et al. 2024)."""

FALLBACK_LR = "fallback_lr"
"""A hyperparameter that a rule of matrices has beside its own: the learning rate of the fallback's tensors."""

SUPPLIED = ("hessian", "noise", "rows")
"""Further inputs of rules that the execution makes."""

OPTIONAL = ("probes",)
"""Further inputs that rules do without: kron_psgd has fixed probes where none are given."""


def can_run(rule: str, workload: str) -> str | None:
    """None where the rule can train the workload, else the reason; `UnknownName`, `BadOption` for unknown names."""
    return reason_against(rule, registry.rule(rule), card(workload))


def reason_against(name: str, rule: Rule, workload: Card) -> str | None:
    """Why the rule cannot train the workload, or None."""
    missing = [given for given in rule.inputs if given not in SUPPLIED + OPTIONAL]
    if missing:
        return (
            f"{name} needs {missing[0]!r} at every step, which no workload can give; "
            f"what can be given: {', '.join(SUPPLIED)}"
        )
    if "hessian" in rule.inputs and not workload.curvature:
        return f"{name} needs an estimate of the Hessian, and the loss of {workload.name} has no second derivative"
    if rule.scope == "matrix" and not workload.matrices:
        kind = "rows that many batches do not touch" if workload.rows else "vectors"
        return f"{name} acts on weight matrices, and {workload.name} trains {kind} only"
    return None
