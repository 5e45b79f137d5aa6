"""A graph run: a rule whose `init`, `update` and `view` evaluate it, over any array namespace.

In NumPy float64 its numbers have the bits of the function that was traced. A number that is the same for all runs (a
hyperparameter given as one) is computed as Python computes it, and one per run as the array library does, as in the
function itself.
"""

from collections.abc import Mapping
from typing import Any

from descent.arrays import at_least_single
from descent.errors import BadShape
from descent.graph.graph import Graph, Node, Section
from descent.graph.kinds import RUNS, Kind
from descent.graph.operation import Operation, Place
from descent.graph.table import OPERATIONS
from descent.spec import Hyper, Namespace, Rule

ROUNDED = {"exp", "expm1", "log", "log1p", "log2", "log10", "sin", "cos", "tan", "sinh", "cosh", "tanh"} | {
    *("asin", "acos", "atan", "pow", "atan2", "hypot"),
}
"""Functions that libraries round differently: of a number they are the library's too, unless the author wrote math."""


def rule_of(graph: Graph) -> Rule:
    """The rule that the graph is."""
    model = graph.scope == "model"

    def bound(section: Section, given: Mapping[str, Any], p: Any, xp: Namespace) -> dict[str, Any]:
        place = _place(p, xp)
        values = {name: number_or_array(given[name], kind, place) for name, kind in section.inputs}
        return evaluate(section, values, place)

    def init(p: Any, xp: Namespace, **settings: Any) -> dict[str, Any]:
        places = _places(graph, p) if model else []
        every = _every(graph, p, places, xp) if model else p
        state = _state(graph, bound(graph.init, _given(graph, every, settings, {}), p, xp))
        return {name: [one[at] for at in places] if isinstance(one, list) else one for name, one in state.items()}

    def update(p: Any, g: Any, s: Mapping[str, Any], t: Any, xp: Namespace, **settings: Any) -> tuple[Any, Any]:
        out = bound(graph.update, _stepped(graph, p, g, s, t, settings), p, xp)
        step = [out[f"step.{place}"] for place in range(len(graph.shapes))] if model else out["step"]
        return step, _state(graph, out)

    def view(p: Any, s: Mapping[str, Any], t: Any, xp: Namespace, **settings: Any) -> Any:
        assert graph.view is not None
        out = bound(graph.view, _given(graph, p, settings, s) | {"t": t}, p, xp)
        return [out[f"view.{place}"] for place in range(len(graph.shapes))] if model else out["view"]

    names = tuple(dict.fromkeys(name.split(".")[1] for name, _ in graph.update.inputs if name.startswith("input.")))
    hypers = tuple(Hyper(name, default, min(default, 0.0), max(default, 1.0)) for name, default in graph.hypers.items())
    return Rule(init, update, graph.scope, hypers, inputs=names, view=view if graph.view else None)  # type: ignore[arg-type]


def every_value(
    graph: Graph, p: Any, g: Any, s: Mapping[str, Any], t: Any, xp: Namespace, settings: Mapping[str, Any]
) -> list[Any]:
    """Every value of one `update`, inputs first, as the graph numbers them: numbers, and arrays of their kinds.

    The arguments are those of `update`; of `s` what is not there yet is zeros.
    """
    place, given = _place(p, xp), _stepped(graph, p, g, s, t, settings)
    inputs = []
    for name, kind in graph.update.inputs:
        if name not in given and name.startswith("state."):
            inputs.append(_finished(False if kind.dtype == "bool" else 0.0, kind, place))
        else:
            inputs.append(number_or_array(given[name], kind, place))
    return values_of(graph.update, inputs, place)


def _place(p: Any, xp: Namespace) -> Place:
    first = p[0] if isinstance(p, list) else p
    return Place(xp, first.shape[0], at_least_single(first.dtype, xp), getattr(first, "device", None))


def _stepped(graph: Graph, p: Any, g: Any, s: Mapping[str, Any], t: Any, settings: Mapping[str, Any]) -> dict[str, Any]:
    """What `update` is given, by the names of inputs."""
    given = _given(graph, p, settings, s) | {"t": t} | _listed(graph, "g", g)
    given |= {f"input.{name}": value for name, value in settings.items()}
    if graph.scope == "model":
        for name in [name for name in settings if isinstance(settings[name], list)]:
            given |= {f"input.{name}.{place}": one for place, one in enumerate(settings[name])}
    return given


def _places(graph: Graph, params: list[Any]) -> list[int]:
    """Which tensor of the graph each of these is, some of them perhaps: the next one of its shape."""
    left, places = list(range(len(graph.shapes))), []
    for p in params:
        fitting = [place for place in left if graph.shapes[place] == tuple(p.shape[1:])]
        if not fitting:
            raise BadShape(f"the graph is for tensors of the shapes {graph.shapes}, given {tuple(p.shape[1:])}")
        places.append(fitting[0])
        left.remove(fitting[0])
    return places


def _every(graph: Graph, params: list[Any], places: list[int], xp: Namespace) -> list[Any]:
    """All tensors, zeros for those that are not there."""
    first, there = params[0], dict(zip(places, params, strict=True))
    shapes = [(first.shape[0], *shape) for shape in graph.shapes]
    return [
        there[at] if at in there else xp.zeros(shape, dtype=first.dtype, device=first.device)
        for at, shape in enumerate(shapes)
    ]


def _given(graph: Graph, p: Any, settings: Mapping[str, Any], state: Mapping[str, Any]) -> dict[str, Any]:
    given = {f"hyper.{name}": settings.get(name, default) for name, default in graph.hypers.items()}
    given |= _listed(graph, "p", p)
    for name in graph.state:
        head, _, last = name.rpartition(".")
        if graph.scope == "model" and last.isdigit() and isinstance(state.get(head), list):
            given[f"state.{name}"] = state[head][int(last)]
        elif name in state:
            given[f"state.{name}"] = state[name]
    return given


def _listed(graph: Graph, head: str, value: Any) -> dict[str, Any]:
    if graph.scope != "model":
        return {head: value}
    return {f"{head}.{place}": one for place, one in enumerate(value)}


def _state(graph: Graph, out: Mapping[str, Any]) -> dict[str, Any]:
    """The state by its names; for scope model the entries of one name as a list, None where a tensor has none."""
    state: dict[str, Any] = {}
    for name in graph.state:
        head, _, last = name.rpartition(".")
        if graph.scope == "model" and last.isdigit():
            state.setdefault(head, [None] * len(graph.shapes))[int(last)] = out[f"state.{name}"]
        else:
            state[name] = out[f"state.{name}"]
    return state


def number_or_array(value: Any, kind: Kind, place: Place) -> Any:
    """An input as the nodes take it: a number as a Python number, or where there is one per run as `(runs,)`."""
    if kind.shape is not None or not hasattr(value, "dtype"):
        return value
    if isinstance(value, float):
        return float(value)
    value = place.xp.reshape(value, (value.shape[0] if value.ndim else 1,))
    return value if kind.dtype == "bool" or value.dtype == place.dtype else place.xp.astype(value, place.dtype)


def evaluate(section: Section, given: Mapping[str, Any], place: Place) -> dict[str, Any]:
    """The outputs of a section by name, each an array of its kind; numbers stay numbers."""
    kinds = section.kinds
    values = values_of(section, [given[name] for name, _ in section.inputs], place)
    return {
        name: _output(values[index], kinds[index], _wanted(section, name, kinds[index]), place)
        for name, index in section.outputs.items()
    }


def values_of(section: Section, inputs: list[Any], place: Place) -> list[Any]:
    """The inputs of a section, and after them the value of each of its nodes."""
    kinds, values = section.kinds, list(inputs)
    for index, node in enumerate(section.nodes, len(values)):
        values.append(_applied(OPERATIONS[node.op], node, values, kinds, kinds[index], place))
    return values


def _output(x: Any, kind: Kind, wanted: Kind, place: Place) -> Any:
    if kind.is_number and wanted.sides:
        x = _beside(x, len(wanted.sides), place)
    return _finished(x, wanted, place)


def _wanted(section: Section, name: str, kind: Kind) -> Kind:
    """The kind an output has: that of the parameter or the state it becomes, where an input tells."""
    inputs = dict(section.inputs)
    head, _, rest = name.partition(".")
    source = {"step": "p", "view": "p"}.get(head)
    if source is not None:
        return inputs.get(f"{source}.{rest}" if rest else source, kind)
    return inputs.get(name, kind)


def _applied(
    operation: Operation, node: Node, values: list[Any], kinds: tuple[Kind, ...], out: Kind, place: Place
) -> Any:
    args = [values[index] for index in node.args]
    plain = operation.elementwise and not any(hasattr(x, "dtype") for x in args)
    if plain and out.is_number:
        return _number(operation, node, args, place)
    if out.sides:
        args = [
            _beside(x, len(out.sides), place) if kinds[index].is_number else x
            for x, index in zip(args, node.args, strict=True)
        ]
    return _finished(operation.run(place, args, node.attrs, out), out, place)


def _number(operation: Operation, node: Node, args: list[Any], place: Place) -> Any:
    if operation.name in ROUNDED and not node.attrs.get("math", False):
        given = [place.xp.asarray(float(x), dtype=place.xp.float64) for x in args]
        return float(getattr(place.xp, operation.name)(*given))
    assert operation.number is not None
    return operation.number(*args)


def _beside(x: Any, axes: int, place: Place) -> Any:
    """One number per run, `(runs,)`, as an array of so many axes."""
    return place.xp.reshape(x, (x.shape[0],) + (1,) * (axes - 1)) if hasattr(x, "dtype") else x


def _finished(x: Any, kind: Kind, place: Place) -> Any:
    """The value with the shape that its kind says."""
    if not kind.sides:
        return x
    shape = tuple(place.runs if side == RUNS else int(side) for side in kind.sides)
    if not hasattr(x, "dtype"):
        dtype = place.xp.bool if kind.dtype == "bool" else place.dtype
        return place.xp.full(shape, x, dtype=dtype, device=place.device)
    if kind.is_number or tuple(x.shape) == shape:
        return x
    return place.xp.broadcast_to(x, shape)
