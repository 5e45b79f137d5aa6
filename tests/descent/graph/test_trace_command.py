"""`optimizer-playground trace FILE`: one JSON object, or one line that says where and why not."""

import json
import sys
from pathlib import Path

import descent
import pytest
from descent.graph import check
from typer.testing import CliRunner

from app.cli import cli

TYPED = Path(__file__).parent / "typed"
RULES = Path(descent.__file__).parent / "rules"


def run(*arguments):
    return CliRunner().invoke(cli, ["trace", *map(str, arguments)])


def test_the_graph_is_printed_as_one_object():
    ended = run(TYPED / "adam.py")
    assert ended.exit_code == 0, ended.stderr
    assert ended.stdout.count("\n") == 1
    graph = check(json.loads(ended.stdout))
    assert graph.shapes == ((3,),)
    assert list(graph.hypers) == ["beta1", "beta2", "eps", "lr"] or set(graph.hypers) == {"lr", "beta1", "beta2", "eps"}


def test_a_graph_is_made_for_each_shape():
    data = json.loads(run(TYPED / "adam.py", "--shape", "3", "--shape", "4x3").stdout)
    others = data.pop("others")
    assert check(data).shapes == ((3,),)
    assert [check(one).shapes for one in others] == [((4, 3),)]


@pytest.mark.parametrize("name", ["adam", "muon", "prodigy"])
def test_the_file_of_a_built_in_rule_is_traced(name):
    assert check(json.loads(run(RULES / f"{name}.py").stdout)).nodes


def test_a_refusal_is_one_line_with_file_and_line():
    file = TYPED / "refused_branch_on_data.py"
    ended = run(file)
    assert ended.exit_code == 1
    assert ended.stdout == ""
    assert ended.stderr.startswith(f"{file}:2: this branches on data")
    assert ended.stderr.count("\n") == 1


def test_a_hidden_counter_is_named_with_the_step_and_the_values():
    ended = run(TYPED / "refused_counter.py")
    assert ended.exit_code == 1
    assert "at step 2 the step of the function is" in ended.stderr


def test_a_line_that_takes_all_runs_at_once_is_noted():
    ended = run(TYPED / "norm_of_a_run.py")
    assert ended.exit_code == 0
    assert f"{TYPED / 'norm_of_a_run.py'}:2: note:" in ended.stderr


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("import os\nos._exit(0)\n", "no answer"),
        ("print('{}')\nraise SystemExit(3)\n", "no answer"),
        ("def update(p, g, s, t, xp):\n    return f(g)\ndef f(x):\n    return f(x)\n", "RecursionError"),
        ("x = 1 +\n", "not Python"),
        ("", "needs a function update"),
        ("update = 3\n", "needs a function update"),
        ("def update(p, g):\n    return g\n", "begins with (p, g, s, t, xp)"),
        ("import nonsense_that_is_nowhere\n", "ModuleNotFoundError"),
    ],
)
def test_whatever_the_file_does_the_answer_is_one_line(tmp_path, source, said):
    file = tmp_path / "mine.py"
    file.write_text(source)
    ended = run(file)
    assert ended.exit_code == 1
    assert said in ended.stderr
    assert ended.stderr.startswith(f"{file}:")


def test_the_file_runs_in_a_process_of_its_own(tmp_path):
    file = tmp_path / "mine.py"
    file.write_text("import sys\nsys.modules['planted'] = sys\nprint('said')\n" + (TYPED / "adam.py").read_text())
    ended = run(file)
    assert ended.exit_code == 0
    assert "said" not in ended.stdout
    assert "planted" not in sys.modules


def test_wrong_usage_has_its_own_code(tmp_path):
    assert run(tmp_path / "nowhere.py").exit_code == 2
    assert run(TYPED / "adam.py", "--shape", "3by4").exit_code == 2
