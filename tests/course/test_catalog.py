"""Problems are read from their folders, strictly: every fault is told with the file it is in."""

import json
import shutil

import numpy as np
import pytest
from descent.errors import UnknownName

from app.course import catalog
from app.course.errors import BadProblem
from app.course.examples import worked


@pytest.fixture
def folder(tmp_path):
    """A copy of the Adam problem that a test may spoil."""
    shutil.copytree(catalog.FOLDER / "adam-step", tmp_path / "adam-step")
    return tmp_path


def test_the_adam_problem_is_read_as_its_folder_says():
    problem = catalog.problem("adam-step")
    assert (problem.slug, problem.entry, problem.level) == ("adam-step", "adam_step", "easy")
    assert problem.mutates == ("params", "m", "v")
    assert problem.signature.startswith("adam_step(params, grads, m, v, t, lr=1e-3")
    assert problem.picture == "path"
    assert problem.hints[0].title == "One tensor at a time"
    assert problem in catalog.problems()


def test_an_unknown_slug_names_those_there_are():
    for read in (catalog.problem, catalog.files_for_browser, catalog.alternates):
        with pytest.raises(UnknownName, match=r"'\.\./adam'; there are: .*adam-step"):
            read("../adam")


def test_the_page_gets_reference_tests_and_mistakes_and_nothing_else():
    files = catalog.files_for_browser("adam-step")
    assert {"problem.toml", "reference.py", "tests.py", "mistakes/does_nothing.py"} <= set(files)
    assert all(name in catalog.SENT or name.startswith("mistakes/") for name in files)
    assert not set(catalog.alternates("adam-step").values()) & set(files.values())


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('level = "easy"', 'level = "simple"', "level is 'simple'; there are: easy, medium, hard"),
        ('level = "easy"', "", "level is missing"),
        ('title = "Adam', 'titel = "Adam', "title is missing"),
        ('rule = "adam"', 'rule = "adam"\nrules = 3', "no key is called 'rules'; there are: "),
        ('slug = "adam-step"', 'slug = "adam"', "slug is 'adam', the folder is called 'adam-step'"),
        ('mutates = ["params", "m", "v"]', "mutates = [1]", "mutates is .*not a list of texts"),
        ("seconds = 5", "seconds = -5", r"\[limits\]: seconds is -5, which is not a number above 0"),
        ("seconds = 5", "seconds = true", "seconds is True"),
        ("seconds = 5", "seconds = 5\nhours = 1", "no key is called 'hours'"),
        ('kind = "path"', 'kind = "pie"', "kind is 'pie'; there are: path"),
        ("[reveal]", "[revealed]", "reveal is missing"),
        ('slug = "adam-step"', "slug = ", "Invalid value"),
    ],
)
def test_a_fault_in_the_settings_is_told_with_file_and_key(folder, old, new, what):
    path = folder / "adam-step" / "problem.toml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    with pytest.raises(BadProblem, match=f"adam-step/problem.toml.*{what}"):
        catalog.problem("adam-step", folder)


@pytest.mark.parametrize("name", ["tests.py", "reference.py", "statement.md", "starter.py", "hints.md", "solution.md"])
def test_a_missing_file_is_named(folder, name):
    (folder / "adam-step" / name).unlink()
    with pytest.raises(BadProblem, match=f"adam-step/{name}: the file is missing"):
        catalog.problem("adam-step", folder)


@pytest.mark.parametrize("text", ["", "words first\n## One\n"])
def test_hints_are_sections_and_nothing_else(folder, text):
    (folder / "adam-step" / "hints.md").write_text(text)
    with pytest.raises(BadProblem, match=r"hints\.md"):
        catalog.problem("adam-step", folder)


@pytest.mark.parametrize(
    ("text", "what"),
    [("{", "not JSON"), ("[1]", "an object"), ('{"params": 3}', "cannot work an example: TypeError")],
)
def test_an_example_that_cannot_be_worked_is_told_with_its_file(text, what):
    reference = catalog.files_for_browser("adam-step")["reference.py"]
    with pytest.raises(BadProblem, match=rf"adam-step/statement\.md.*{what}"):
        worked(catalog.problem("adam-step"), text, reference)


def test_a_worked_example_shows_the_call_and_what_it_leaves_behind():
    text = '{"params": [[10.0]], "grads": [[2.0]], "m": [[0.0]], "v": [[0.0]], "t": 1, "lr": 1.0, "eps": 1e-12}'
    reference = catalog.files_for_browser("adam-step")["reference.py"]
    block = worked(catalog.problem("adam-step"), text, reference)
    assert "grads = [np.array([2.0])]" in block
    assert "# now params = [[9]]" in block


def test_an_example_of_a_class_shows_its_calls_and_what_the_last_one_leaves_behind():
    gradients = ({"array": [0.5, -0.25]}, {"array": [1.0, 2.0]})
    arguments = {"name": "weight", "shape": {"tuple": [2]}}
    steps = [
        ["step", {**arguments, "param": param, "grad": grad}]
        for param, grad in zip(({"array": [3.0, 4.0]}, {"same": "param"}), gradients, strict=True)
    ]
    text = json.dumps({"lr": 0.1, "calls": [steps[0], ["end_iteration", {}], steps[1]]})
    reference = catalog.files_for_browser("lamb")["reference.py"]
    block = worked(catalog.problem("lamb"), text, reference)
    assert "grad2 = np.array([1.0, 2.0])" in block
    assert "optimizer.step(name='weight', shape=(2,), param=param, grad=grad2)" in block
    names = {}
    exec(reference, names)
    optimizer, weight = names["Lamb"](lr=0.1), np.array([3.0, 4.0])
    for gradient in gradients:
        optimizer.step("weight", (2,), weight, np.array(gradient["array"]))
        optimizer.end_iteration()
    assert f"# now param = [{weight[0]:.10g}, {weight[1]:.10g}]" in block
