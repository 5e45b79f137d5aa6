"""Ten thousand spoilt graphs: each is refused with a sentence or is a graph, and runs nothing outside the table."""

import json
import random

import numpy as np
import pytest
from descent import registry
from descent.graph import Refused, check, rule_of, trace
from descent.graph.graph import MAX_NODES
from descent.graph.table import OPERATIONS, operation

MUTANTS = 10_000
SEEDS = 20
SHAPES = {"element": [(3,)], "tensor": [(3, 2)], "matrix": [(3, 2)], "model": [(3,), (2, 2)]}
RULES = ("sgd", "adam", "lion", "rprop", "lamb", "dog", "muon")
ODD = (
    *(None, True, False, 0, -1, 1, 3, 2**31, 10**30, 0.5, -0.0, 1e308, "", "inf", "nan", "runs", "__import__", "eval"),
    *("os.system", "add", "p", "g", "__class__", "a" * 5000, [], {}, [[]], ["runs"], ["runs", 10**6, 10**6], [0] * 50),
)
TEXTS = [trace(registry.rule(name), SHAPES[registry.rule(name).scope], np).graph.text for name in RULES]


class Watched:
    """NumPy, that remembers which of its names were asked for."""

    def __init__(self, space, seen, head=""):
        self._space, self._seen, self._head = space, seen, head

    def __getattr__(self, name):
        if name == "ndarray":
            return np.ndarray
        self._seen.append(self._head + name)
        found = getattr(self._space, name)
        return Watched(found, self._seen, "linalg.") if name == "linalg" else found


def places(data, found):
    """Every container in the data."""
    if isinstance(data, dict | list):
        found.append(data)
        for one in data.values() if isinstance(data, dict) else data:
            places(one, found)
    return found


def mutated(draw):
    """The data of a graph with one to three things in it spoilt."""
    data = json.loads(draw.choice(TEXTS))
    for _ in range(draw.randint(1, 3)):
        containers = places(data, [])
        here = draw.choice(containers)
        keys = list(here) if isinstance(here, dict) else list(range(len(here)))
        kind = draw.randrange(9)
        if kind == 0 and keys:
            del here[draw.choice(keys)]
        elif kind == 1 and isinstance(here, dict):
            here[draw.choice(["op", "extra", "name", "code", "__proto__"])] = draw.choice(ODD)
        elif kind == 2 and isinstance(here, list):
            here.insert(draw.randint(0, len(here)), draw.choice(ODD))
        elif kind == 3 and keys:
            here[draw.choice(keys)] = json.loads(json.dumps(draw.choice(containers)))
        elif kind in (4, 5):
            nodes = [one for one in containers if isinstance(one, dict) and "op" in one]
            if nodes:
                node = draw.choice(nodes)
                node["op"] = draw.choice(list(OPERATIONS))
        elif kind in (6, 7):
            nodes = [one for one in containers if isinstance(one, dict) and isinstance(one.get("args"), list)]
            if nodes:
                node = draw.choice(nodes)
                node["args"] = [draw.randint(-1, 20) for _ in node["args"]]
        elif keys:
            here[draw.choice(keys)] = draw.choice(ODD)
    return data


def tried(data, known):
    """Whether the data are a graph; if so a step of it is taken, with every name of NumPy in the table."""
    graph, sentence = None, None
    try:
        graph = check(data, most=10_000)
    except Refused as error:
        sentence = error.sentence
    if graph is None:
        assert sentence
        assert len(sentence) < 2_000
        return False
    assert graph.nodes <= MAX_NODES
    assert check(json.loads(graph.text), most=10_000).identity == graph.identity
    seen = []
    rng = np.random.default_rng(1)
    points = [rng.standard_normal((2, *shape)) for shape in graph.shapes]
    p, g = (points, points) if graph.scope == "model" else (points[0], points[0])
    if graph.cost > 10_000_000:
        return True
    made = rule_of(graph)
    xp = Watched(np, seen)
    with np.errstate(all="ignore"):
        state = made.init(p, xp)
        more = {
            name[6:]: np.ones([2 if side == "runs" else side for side in kind.sides])
            for name, kind in graph.update.inputs
            if name.startswith("input.") and "." not in name[6:]
        }
        try:
            step, later = made.update(p, g, state, 1, xp, **more)
        except np.linalg.LinAlgError:  # a singular matrix
            return True
    for one, shape in zip(step if graph.scope == "model" else [step], graph.shapes, strict=True):
        assert one.shape == (2, *shape)
    assert set(later) == set(state)
    assert set(seen) <= known
    assert len(seen) <= 30 * (graph.nodes + 10)  # work that grows with the graph alone
    return True


def names_of_table():
    """The names of a namespace that operations may use."""
    own = set(OPERATIONS) | {
        "asarray",
        "astype",
        "reshape",
        "full",
        "full_like",
        "broadcast_to",
        "eye",
        "stack",
        "where",
    }
    own |= {"bool", "int64", "float64", "float32", "finfo", "zeros", "isnan", "sign", "linalg", "concat", "roll"}
    return own | {f"linalg.{name}" for name in (*OPERATIONS, "norm", "vector_norm")}


@pytest.mark.parametrize("seed", range(SEEDS))
def test_a_spoilt_graph_is_refused_with_a_sentence_or_is_a_graph(seed):
    draw, known, graphs = random.Random(seed), names_of_table(), 0
    for _ in range(MUTANTS // SEEDS):
        graphs += tried(mutated(draw), known)
    assert 0 < graphs < MUTANTS // SEEDS / 2  # both ends are met


@pytest.mark.parametrize(
    "name", ["__import__", "eval", "getattr", "linalg", "save", "fromfile", "Add", "", None, 3, ["add"]]
)
def test_only_names_of_the_table_are_operations(name):
    with pytest.raises(Refused, match="no operation is called"):
        operation(name)


@pytest.mark.parametrize("data", [None, 1, "graph", [], {}, {"version": 1}, [{}], {"nodes": []}])
def test_what_is_no_graph_is_refused(data):
    with pytest.raises(Refused):
        check(data)


def spoilt(change, name="adam"):
    data = json.loads(TEXTS[RULES.index(name)])
    change(data)
    with pytest.raises(Refused) as refused:
        check(data)
    return refused.value.sentence


def test_a_graph_too_long_too_deep_or_too_large_is_refused():
    def longer(data):
        data["nodes"] += [{"op": "constant", "args": [], "attrs": {"value": 1.0}}] * (MAX_NODES + 1)

    def deeper(data):
        start = len(data["inputs"]) + len(data["nodes"])
        data["nodes"] += [{"op": "negative", "args": [start - 1 + k], "attrs": {}} for k in range(300)]

    def larger(data):
        data["nodes"].append({"op": "eye", "args": [], "attrs": {"rows": 2**20, "columns": 2**20}})

    assert "at most 4000 nodes" in spoilt(longer)
    assert "at most 256 operations" in spoilt(deeper)
    assert "entries per run" in spoilt(larger)


def test_a_state_that_does_not_close_is_refused():
    def renamed(data):
        data["outputs"]["state"]["other"] = data["outputs"]["state"].pop("m")

    def reshaped(data):
        data["outputs"]["state"]["m"] = 2  # t, one number per run

    def another(data):
        data["state"]["m"] = {"shape": ["runs", 4], "dtype": "float"}

    assert "the names of the one that goes in" in spoilt(renamed)
    assert spoilt(another)
    data = json.loads(TEXTS[RULES.index("adam")])
    reshaped(data)
    assert check(data)  # repeated for every entry


def test_shapes_are_inferred_and_not_believed():
    def lies(data):
        data["inputs"][0]["shape"] = ["runs", 5]

    assert "the input p" in spoilt(lies)
