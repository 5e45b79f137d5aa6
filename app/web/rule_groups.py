"""The rules by family, for the page that lists them. A rule that no family names stands in the last one."""

from functools import cache
from typing import NamedTuple

from descent import registry
from descent.spec import Rule

FAMILIES: dict[str, tuple[str, ...]] = {
    "Gradient descent and momentum": ("sgd", "momentum", "nesterov", "asgd", "rprop"),
    "Adaptive step sizes": ("adagrad", "rmsprop", "adadelta"),
    "Adam and its family": (
        *("adam", "adamw", "adam_nesterov", "nadam", "nadamw", "amsgrad", "adamax", "radam", "sparse_adam"),
        *("qhadam", "qhadamw", "laprop", "ademamix", "sim_ademamix", "madam", "adopt"),
    ),
    "Signs": ("lion", "signum"),
    "Per tensor, memory and tuning": ("lamb", "adafactor", "mars", "sophia", "schedule_free", "prodigy"),
    "Orthogonalised steps": (
        *("muon", "adaptive_muon", "muon_hyperball", "muown", "scion", "mop", "polargrad", "spel"),
        *("oblique_sgd", "oblique_adam", "iso"),
    ),
    "Preconditioned by Kronecker factors": ("soap", "rekls", "kl_soap", "kl_m_soap", "moso", "kron_psgd"),
}


class Group(NamedTuple):
    """One family: its title and its rules by name."""

    title: str
    rules: tuple[tuple[str, Rule], ...]


@cache
def groups() -> tuple[Group, ...]:
    """Every rule once, in families."""
    names = registry.rule_names()
    placed = {name for family in FAMILIES.values() for name in family}
    families = {**FAMILIES, "More": tuple(name for name in names if name not in placed)}
    found = (
        Group(title, tuple((name, registry.rule(name)) for name in family if name in names))
        for title, family in families.items()
    )
    return tuple(group for group in found if group.rules)
