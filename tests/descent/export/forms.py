"""Which forms of the built-in rules are exported: every option of a choice, every modifier around some."""

from descent import registry
from descent.errors import BadHyper

from tests.descent.export.exported import Form
from tests.descent.samples import every_variant

AROUND = ("adamw", "lion", "sgd", "lamb", "muon", "schedule_free")
"""Rules of every scope, one of them with a point to evaluate."""
NO_GRAPH = {Form("soap", (("form", "rlx"),)): "more than 4000 operations"}
"""Forms without a graph, with a part of the sentence."""
CHAOTIC = {
    *(Form("spel", (("coefficients", name),)) for name in ("polar_express", "cans", "cubic5", "custom")),
    Form("spel", (("steps", 12),)),
}
"""Forms whose polynomials leave the unit disk after a projection, so that a last bit grows to a tenth in six steps."""
LOOSE = {Form("soap", (("form", "nvidia"),)): 1000, Form("scion", (("coefficients", "custom"),)): 100}
"""Forms that magnify a last bit, and by how much more than others."""
REFUSED_AROUND = {
    ("sam", name): "two gradients" for name in AROUND
} | {
    ("prodigy_distance", "lamb"): "takes each tensor as a whole",
    ("prodigy_distance", "muon"): "takes each matrix as a whole",
    ("prodigy_distance", "schedule_free"): "a point to evaluate",
}  # fmt: skip
"""Modifier and rule that are not exported together, with a part of the sentence."""
UNFIT = {("schedule_free_average", "schedule_free")}
"""Two averages, whose states have one name."""


def choices():
    """Every rule with one choice at a time taken through its options."""
    return [Form(name, tuple(chosen.items())) for name, chosen in every_variant() if chosen]


def modified():
    """Every modifier around some rules, with each of the choices that it brings."""
    found = []
    for modifier in registry.modifier_names():
        for name in AROUND:
            form = Form(name, (), (modifier,))
            if (modifier, name) in UNFIT:
                continue
            try:
                rule = form.composed
            except BadHyper:  # such as weight decay around a rule that has its own
                continue
            own = {choice.name for choice in registry.rule(name).choices}
            brought = [choice for choice in rule.choices if choice.name not in own]
            found.append(form)
            for choice in brought:
                options = [option for option in choice.options if option != choice.default]
                found += [Form(name, ((choice.name, option),), (modifier,)) for option in options]
    return found
