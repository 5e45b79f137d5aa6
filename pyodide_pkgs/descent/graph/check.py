"""From data to a graph: everything that is not exactly a graph is refused with a sentence.

The same check runs where a graph is made and where one arrives. Nothing is believed: shapes and dtypes are inferred
anew, every value is bounded, and the state that comes out is the state that goes in. Its work grows with the size of
the data and with nothing else.
"""

from collections.abc import Mapping
from typing import Any

from descent.graph.graph import MAX_DEPTH, MAX_NODES, VERSION, Graph, Node, Section
from descent.graph.kinds import DTYPES, RUNS, Kind, Shape, bounded, shown, together
from descent.graph.operation import is_shape
from descent.graph.refusal import Refused
from descent.graph.table import operation

MAX_ENTRIES = 2**22
"""How many entries one value has for one run, where the caller says nothing else."""
MAX_NAMES = 256
SCOPES = ("element", "tensor", "matrix", "model")
_HEADS = {"update": {"p", "g", "t", "hyper", "state", "input"}, "init": {"p", "hyper"}} | {
    "view": {"p", "t", "hyper", "state"},
}
"""Which inputs each section has."""
_KEYS = {"version", "scope", "shape", "hypers", "choices", "state", "inputs", "nodes", "outputs", "init", "view"}


def check(data: Any, most: int = MAX_ENTRIES) -> Graph:
    """The graph that `data` describes, with at most `most` entries per run in any value; `Refused` otherwise."""
    top = _keys(data, _KEYS, "a graph")
    if top["version"] != VERSION or type(top["version"]) is not int:
        raise Refused(f"the version of a graph is {VERSION}, given {_short(top['version'])}")
    if top["scope"] not in SCOPES:
        raise Refused(f"the scope is one of {', '.join(SCOPES)}; given {_short(top['scope'])}")
    shapes = _shapes(top["scope"], top["shape"])
    hypers = _hypers(top["hypers"])
    choices = _choices(top["choices"])
    state = {name: _kind(kind, f"the state {name}") for name, kind in _named(top["state"], "state").items()}
    around = _Around(top["scope"], shapes, hypers, state, most)
    budget = _Budget()
    update = _section({key: top[key] for key in ("inputs", "nodes", "outputs")}, around, "update", budget)
    init = _section(top["init"], around, "init", budget)
    view = None if top["view"] is None else _section(top["view"], around, "view", budget)
    return Graph(top["scope"], shapes, hypers, choices, state, update, init, view, data)


class _Budget:
    """How many nodes were met."""

    def __init__(self) -> None:
        self.nodes = 0


class _Around:
    """What sections are checked against."""

    def __init__(
        self,
        scope: str,
        shapes: tuple[tuple[int, ...], ...],
        hypers: Mapping[str, float],
        state: Mapping[str, Kind],
        most: int,
    ):
        self.scope, self.shapes, self.hypers, self.state, self.most = scope, shapes, hypers, state, most
        for kind in [*state.values(), *(self.parameter(place) for place in range(len(shapes)))]:
            bounded(kind, most)

    def parameter(self, place: int) -> Kind:
        """The kind of one tensor."""
        return Kind((RUNS, *self.shapes[place]))

    def names(self, head: str) -> list[str]:
        """`p`, or `p.0`, `p.1` for scope model."""
        return [head] if self.scope != "model" else [f"{head}.{place}" for place in range(len(self.shapes))]

    def expected(self, name: str) -> Kind | None:
        """The kind that an input of that name has; None where it is a further input, which says its own."""
        for head in ("p", "g", "step", "view"):
            if name in self.names(head):
                return self.parameter(self.names(head).index(name))
        if name == "t" or (name.startswith("hyper.") and name[6:] in self.hypers):
            return Kind(None)
        if name.startswith("state.") and name[6:] in self.state:
            return self.state[name[6:]]
        if name.startswith("input.") and _is_name(name[6:]):
            return None
        raise Refused(f"no input is called {_short(name)}")


def _section(data: Any, around: _Around, which: str, budget: _Budget) -> Section:
    gives = {"update": ("step", "state"), "init": ("state",), "view": ("view",)}[which]
    found = _keys(data, {"inputs", "nodes", "outputs"}, "a section")
    inputs = _inputs(found["inputs"], around, _HEADS[which])
    kinds = [kind for _, kind in inputs]
    depths = [0] * len(kinds)
    nodes, cost = [], 0
    if not isinstance(found["nodes"], list):
        raise Refused("nodes is a list")
    budget.nodes += len(found["nodes"])
    if budget.nodes > MAX_NODES:
        raise Refused(f"a graph has at most {MAX_NODES} nodes, given {budget.nodes}")
    for place, one in enumerate(found["nodes"]):
        try:
            node, kind = _node(one, kinds, around.most)
            depth = 1 + max((depths[arg] for arg in node.args), default=0)
            if depth > MAX_DEPTH:
                raise Refused(f"at most {MAX_DEPTH} operations go one into another")
        except Refused as error:
            raise Refused(f"node {place}: {error.sentence}") from None
        nodes.append(node)
        kinds.append(kind)
        depths.append(depth)
        given = [kinds[arg] for arg in node.args]
        cost += operation(node.op).cost(given, node.attrs, kind)
    outputs = _outputs(found["outputs"], kinds, around, gives)
    return Section(inputs, tuple(nodes), outputs, tuple(kinds), cost)


def _node(data: Any, kinds: list[Kind], most: int) -> tuple[Node, Kind]:
    if not isinstance(data, dict) or not {"op", "args", "attrs"} <= set(data) <= {"op", "args", "attrs", "name"}:
        raise Refused("a node has op, args and attrs, and a name perhaps")
    args, attrs, name = data["args"], data["attrs"], data.get("name")
    if not isinstance(args, list) or len(args) > 64 or not all(type(arg) is int for arg in args):
        raise Refused("args is a list of numbers of values")
    for arg in args:
        if not 0 <= arg < len(kinds):
            raise Refused(f"value {str(arg)[:20]} is none of the {len(kinds)} values before it")
    if not isinstance(attrs, dict):
        raise Refused("attrs is an object")
    if name is not None and not _is_name(name):
        raise Refused(f"a name is an identifier of at most 64 letters, given {_short(name)}")
    kind = operation(data["op"]).check([kinds[arg] for arg in args], attrs)
    bounded(kind, most)
    return Node(data["op"], tuple(args), attrs, name), kind


def _inputs(data: Any, around: _Around, heads: set[str]) -> tuple[tuple[str, Kind], ...]:
    if not isinstance(data, list) or len(data) > MAX_NAMES:
        raise Refused(f"inputs is a list of at most {MAX_NAMES} inputs")
    found: dict[str, Kind] = {}
    for one in data:
        entry = _keys(one, {"name", "shape", "dtype"}, "an input")
        name = entry["name"]
        if not isinstance(name, str) or name in found:
            raise Refused(f"an input has a name of its own, given {_short(name)}")
        kind = _kind({"shape": entry["shape"], "dtype": entry["dtype"]}, f"the input {_short(name)}")
        expected = around.expected(name)
        if name.split(".")[0] not in heads:
            raise Refused(f"no input is called {_short(name)} there")
        if expected is not None and expected != kind:
            raise Refused(
                f"the input {name} is {expected.dtype} {shown(expected.shape)}, given {kind.dtype} {shown(kind.shape)}"
            )
        bounded(kind, around.most)
        found[name] = kind
    return tuple(found.items())


def _outputs(data: Any, kinds: list[Kind], around: _Around, gives: tuple[str, ...]) -> Mapping[str, int]:
    outer = _keys(data, set(gives), "the outputs")
    flat: dict[str, tuple[Any, Kind]] = {}
    for head in gives:
        if head == "state":
            state = outer["state"]
            if not isinstance(state, dict) or set(state) != set(around.state):
                raise Refused(
                    f"the state that comes out has the names of the one that goes in: "
                    f"{', '.join(sorted(around.state)) or 'none'}"
                )
            flat |= {f"state.{name}": (state[name], kind) for name, kind in around.state.items()}
            continue
        names = around.names(head)
        given = outer[head] if around.scope == "model" else [outer[head]]
        if not isinstance(given, list) or len(given) != len(names):
            raise Refused(f"the output {head} has one value per tensor")
        flat |= {
            name: (value, around.parameter(place)) for place, (name, value) in enumerate(zip(names, given, strict=True))
        }
    for name, (value, kind) in flat.items():
        if type(value) is not int or not 0 <= value < len(kinds):
            raise Refused(f"the output {name} is the number of a value, given {_short(value)}")
        if kinds[value].dtype != kind.dtype or not _becomes(kinds[value].shape, kind.shape):
            raise Refused(
                f"the output {name} is {kind.dtype} {shown(kind.shape)}, "
                f"given {kinds[value].dtype} {shown(kinds[value].shape)}"
            )
    return {name: value for name, (value, _) in flat.items()}


def _becomes(given: Shape, wanted: Shape) -> bool:
    """Whether a value of the one shape is one of the other, repeated perhaps."""
    try:
        return together([given, wanted]) == wanted
    except Refused:
        return False


def _shapes(scope: str, data: Any) -> tuple[tuple[int, ...], ...]:
    shapes = data if scope == "model" else [data]
    if not isinstance(shapes, list) or not 1 <= len(shapes) <= MAX_NAMES:
        raise Refused("shape is a list of sides; for scope model a list of such lists")
    for shape in shapes:
        if not is_shape(shape) or RUNS in shape or len(shape) > 7:
            raise Refused(f"a shape is a list of at most 7 sides, given {_short(shape)}")
    if scope == "matrix" and any(len(shape) not in (1, 2) for shape in shapes):
        raise Refused("a matrix rule takes matrices, shapes of two sides")
    return tuple(tuple(shape) for shape in shapes)


def _hypers(data: Any) -> dict[str, float]:
    found = _named(data, "hypers")
    for name, value in found.items():
        if type(value) not in (int, float) or value - value != 0 or abs(value) > 1e308:
            raise Refused(f"the default of {name} is a finite number, given {_short(value)}")
    return {name: float(value) for name, value in found.items()}


def _choices(data: Any) -> dict[str, Any]:
    found = _named(data, "choices")
    for name, value in found.items():
        if not (value is None or type(value) in (bool, int, float) or (isinstance(value, str) and len(value) <= 200)):
            raise Refused(f"the choice {name} is text, a number, true, false or null")
        if type(value) is float and value - value != 0:
            raise Refused(f"the choice {name} is a finite number")
    return found


def _kind(data: Any, what: str) -> Kind:
    found = _keys(data, {"shape", "dtype"}, what)
    shape = found["shape"]
    if shape is not None and not is_shape(shape):
        raise Refused(f"the shape of {what} is null or a list of sides, given {_short(shape)}")
    if found["dtype"] not in DTYPES:
        raise Refused(f"the dtype of {what} is one of {', '.join(DTYPES)}; given {_short(found['dtype'])}")
    return Kind(None if shape is None else tuple(shape), found["dtype"])


def _named(data: Any, what: str) -> dict[str, Any]:
    if not isinstance(data, dict) or len(data) > MAX_NAMES:
        raise Refused(f"{what} is an object of at most {MAX_NAMES} names")
    for name in data:
        if (
            not isinstance(name, str)
            or not all(_is_name(part) or part.isdigit() for part in name.split("."))
            or len(name) > 200
        ):
            raise Refused(f"{what}: {_short(name)} is no name")
    return data


def _is_name(name: Any) -> bool:
    return isinstance(name, str) and len(name) <= 64 and name.isidentifier()


def _keys(data: Any, wanted: set[str], what: str) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise Refused(f"{what} is an object with {', '.join(sorted(wanted))}; given {type(data).__name__}")
    if set(data) != wanted:
        odd = sorted(str(key) for key in set(data) ^ wanted)
        raise Refused(f"{what} has {', '.join(sorted(wanted))}; not so: {', '.join(odd)[:200]}")
    return data


def _short(value: Any) -> str:
    return repr(value)[:60] if isinstance(value, str | int | float | None | bool) else type(value).__name__
