"""A typed rule as a subject: its graphs, which a process of its own has traced, are all that is known of it."""

from collections.abc import Mapping, Sequence

from descent.errors import BadHyper
from descent.export.subject import Subject
from descent.graph.graph import Graph
from descent.valid import usual


def typed(
    name: str,
    graphs: Mapping[str, Sequence[Graph]],
    numbers: Mapping[str, float] | None = None,
    version: str = "",
    command: str = "",
) -> Subject:
    """The subject of a file of that name; `numbers` take the place of defaults, `BadHyper` for one that it has not."""
    first = next(iter(graphs.values()))[0]
    for setting in numbers or {}:
        if setting not in first.hypers:
            raise BadHyper(f"{name} has no setting called {setting!r}; there are: {', '.join(first.hypers) or 'none'}")
    return Subject(
        name=name,
        title=name.replace("_", " ").replace("-", " ").capitalize(),
        scope=first.scope,
        graphs={kind: tuple(several) for kind, several in graphs.items()},
        defaults={**first.hypers, **(numbers or {})},
        choices={},
        valid={setting: usual(setting) for setting in first.hypers},
        built_in=False,
        version=version,
        command=command or f"optimizer-playground export {name}.py",
    )
