"""Rules as people type them, each in a style of its own (`typed/`): they trace and match, or are refused at a line."""

from pathlib import Path

import numpy as np
import pytest
from descent.graph import Refused, check
from descent.sandbox.traced import traced

FILES = sorted((Path(__file__).parent / "typed").glob("*.py"))
TRACED = [file for file in FILES if not file.stem.startswith("refused_")]
SHAPES = {"column": (3,), "matrix": (4, 3)}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize("file", TRACED, ids=lambda file: file.stem)
def test_a_typed_rule_traces_and_its_graph_has_its_bits(file, shape):
    found = traced(file.read_text(), file.name, [shape], np)
    assert check(found.graph.data).identity == found.graph.identity


def test_at_least_thirty_six_of_forty_trace():
    assert len(FILES) >= 40
    assert len(TRACED) >= 36


@pytest.mark.parametrize(
    ("name", "line", "said"),
    [
        ("refused_branch_on_data", 2, r"branches on data \(it depends on g\).*xp.where"),
        ("refused_item_assignment", 3, "writes into an array.*xp.where"),
        ("refused_while", 3, "fixed number of rounds"),
        ("refused_counter", 4, "at step 2 the step of the function is .* from call to call"),
    ],
)
def test_what_cannot_be_traced_is_refused_at_its_line_with_a_way_out(name, line, said):
    file = Path(__file__).parent / "typed" / f"{name}.py"
    with pytest.raises(Refused, match=said) as refused:
        traced(file.read_text(), file.name, [(3,)], np)
    assert (refused.value.file, refused.value.line) == (file.name, line)


def refusal(source, shape=(3,)):
    with pytest.raises(Refused) as refused:
        traced(source, "mine.py", [shape], np, steps=5)
    assert refused.value.file == "mine.py"
    return refused.value.line, refused.value.sentence


def body(*lines, init=""):
    """The source of a rule with these lines in `update`, the first of which is line 2."""
    return "def update(p, g, s, t, xp, *, lr=0.1):\n" + "".join(f"    {line}\n" for line in lines) + init


def accepted(source, shape=(3,)):
    return traced(source, "mine.py", [shape], np, steps=20).graph


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["return -lr * max(g, p)"], "xp.maximum"),
        (["return -lr * g if (g > 0) and (p > 0) else g"], "&"),
        (["return -lr * xp.where(0 < g < 1, g, p)"], "(a < x) & (x < b)"),
        (["return -lr * float(g)"], "functions of xp"),
        (["for x in g:", "    pass", "return -lr * g"], "entry by entry"),
        (["for _ in range(t):", "    g = g / 2", "return -lr * g"], "fixed number of rounds"),
        (["g += 0.1 * p", "return -lr * g"], "in place"),
        (["return -lr * xp.sum(g, axis=0) * g"], "axis 0"),
        (["return -lr * g[g > 0]"], "xp.where"),
        (["return -lr * xp.fft(g)"], "cannot be traced"),
        (["return -lr * g * xp.random.normal()"], "chance"),
        (["return p - lr * g, s", "return 0"], "bits"),
        (["return -lr * xp.sum(g, axis=-1)"], "shape of p"),
        (["return p"], "what is added to p"),
        (["return -lr * g * {1: 2}.get(t, 1)"], "compare it"),
        (["return -lr * g * [1, 2, 3][t]"], "Python number"),
        (["return -lr * xp.asarray(g, dtype=xp.float32)"], "dtype"),
        (["return -lr * g * len(p)"], "number of runs"),
        (["return -lr * g / p.shape[0]"], "number of runs"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else None,
)
def test_each_thing_that_has_no_graph_says_the_way_out(lines, said):
    if said == "bits":  # a point in place of the step cannot be told from a step
        accepted(body(*lines))
        return
    line, sentence = refusal(body(*lines))
    assert said in sentence
    assert 1 <= line <= 1 + len(lines)


def test_a_state_that_loses_an_entry_is_refused():
    source = body("return -lr * g, {'m': g}", init="\ndef init(p, xp):\n    return {'m': p, 'v': p}\n")
    line, sentence = refusal(source)
    assert line == 1
    assert "the state had m, v and update returned m;" in sentence


def test_a_state_of_another_shape_is_refused():
    source = body("return -lr * g, {'m': g[:, :1]}", init="\ndef init(p, xp):\n    return {'m': p}\n")
    assert "a state keeps its shape and dtype" in refusal(source)[1]


def test_a_list_that_grows_is_refused():
    source = body("return -lr * g, [*s, g]", init="\ndef init(p, xp):\n    return []\n")
    assert "the same names" in refusal(source)[1]


def test_an_array_kept_in_a_default_argument_is_found():
    source = "def update(p, g, s, t, xp, *, lr=0.1, kept=[]):\n    kept.append(g)\n    return -lr * sum(kept)\n"
    line, sentence = refusal(source)
    assert line == 1
    assert "at step 2 the step of the function" in sentence


def test_chance_is_refused_at_its_line():
    line, sentence = refusal("import numpy as np\n" + body("return -lr * g * np.random.rand()"))
    assert line == 3
    assert "draws by chance" in sentence


def test_nine_branches_are_too_many_and_eight_are_not():
    def branches(count):
        tests = [f"rate = rate + 0.1 if (t + {k}) % 9 == 0 else rate" for k in range(count)]
        return body("rate = 1.0", *tests, "return -lr * rate * g")

    assert "more than 8 branches" in refusal(branches(9))[1]
    accepted(body("rate = 1.0", *[f"rate = rate / 2 if t > {10 * k} else rate" for k in range(8)], "return -rate * g"))


def test_a_recursion_without_end_is_refused():
    source = body("return f(g)", init="\ndef f(x):\n    return f(x * 2)\n")
    assert "RecursionError" in refusal(source)[1] or "operations" in refusal(source)[1]


def test_the_same_rule_typed_twice_is_the_same_job():
    one = accepted(body("m = lr * g", "return -m"))
    other = accepted(body("# a remark", "", "step = lr * g", "return -step"))
    assert one.identity == other.identity
    assert one.text != other.text


def test_a_setting_that_counts_rounds_is_a_choice():
    source = body("for _ in range(k):", "    g = g / 2", "return -lr * g")
    graph = accepted(source.replace("lr=0.1", "lr=0.1, k=3"))
    assert graph.choices == {"k": 3}
    assert list(graph.hypers) == ["lr"]


def test_local_names_stay_with_the_nodes():
    names = [node.name for node in accepted(body("m_hat = lr * g", "step = -m_hat", "return step")).update.nodes]
    assert names == ["m_hat", "step"]


def test_a_syntax_error_has_its_line():
    assert refusal("def update(p, g, s, t, xp):\n    return (\n")[0] == 2
