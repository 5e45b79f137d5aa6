"""A typed rule as a subject: its graphs, which a process of its own has traced, are all that is known of it."""

from collections.abc import Mapping, Sequence

from descent import registry
from descent.errors import BadHyper
from descent.export.sizes import NAMES
from descent.export.subject import PROBES, NotExported, Subject
from descent.export.words import HOW
from descent.graph.graph import Graph
from descent.valid import usual

_FIRST = ("p", "g", "t", "state", "step", "param", "grad", "updates")
TAKEN = {*_FIRST, "self", "group", "params", "closure", "train", *HOW}
"""Names that a setting cannot have in a file: the functions around the formula have them."""


def typed(
    name: str,
    graphs: Mapping[str, Sequence[Graph]],
    numbers: Mapping[str, float] | None = None,
    modifiers: Sequence[str] = (),
    version: str = "",
    command: str = "",
) -> Subject:
    """The subject of a file of that name; `numbers` take the place of defaults, `BadHyper` for one that it has not.

    `modifiers` are in the graphs already. `NotExported` where one of them has joined tensors that the rule takes alone.
    """
    first, around = next(iter(graphs.values()))[0], registry.in_order(modifiers)
    if first.scope == "model" and set(graphs) != set(PROBES["model"]):
        raise NotExported(f"{', '.join(around)} joins all tensors, which is not written around a typed rule")
    for setting in numbers or {}:
        if setting not in first.hypers:
            raise BadHyper(f"{name} has no setting called {setting!r}; there are: {', '.join(first.hypers) or 'none'}")
    taken = [setting for setting in first.hypers if setting in TAKEN or (setting in NAMES and first.scope != "element")]
    if taken:
        raise NotExported(
            f"the file that is written calls something of its own {taken[0]!r}; give the setting another name"
        )
    return Subject(
        name=name,
        title=" + ".join(one.replace("_", " ") for one in (name.replace("-", " ").capitalize(), *around)),
        scope=first.scope,
        graphs={kind: tuple(several) for kind, several in graphs.items()},
        defaults={**first.hypers, **(numbers or {})},
        choices=first.choices,
        valid={setting: usual(setting) for setting in first.hypers},
        built_in=False,
        version=version,
        command=command or f"optimizer-playground export {name}.py",
    )
