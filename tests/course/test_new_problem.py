"""The commands for authors of problems."""

import shutil

import numpy
import pytest
from descent.judge.suite import Suite
from typer.testing import CliRunner

from app.cli import cli
from app.course import catalog, kill_table, new_problem
from app.course.checks.all_checks import RULES

RUN = CliRunner()


@pytest.fixture
def folder(tmp_path):
    """A course of one problem."""
    shutil.copytree(catalog.FOLDER / "adam-step", tmp_path / "adam-step")
    return tmp_path


def test_a_new_problem_is_complete_and_judges_itself(folder):

    place = new_problem.make("my-problem", folder)
    problem = catalog.problem("my-problem", folder)
    assert (problem.slug, problem.order) == ("my-problem", catalog.problem("adam-step", folder).order + 1)
    suite = Suite(catalog.files_for_browser("my-problem", folder), 0, numpy)
    for file in ("reference.py", "alternates/with_numpy.py"):
        suite.files[file] = (place / file).read_text()
        for test_id in suite.tests:
            assert suite.outcome(test_id, suite.observe(file, test_id))[0] == "pass"
    assert all("fail" in {suite.outcome(t, suite.mistake(name, t))[0] for t in suite.tests} for name in suite.mistakes)


@pytest.mark.parametrize("slug", ["Adam", "a b", "../up", "-x", "adam--step", ""])
def test_a_bad_name_is_refused_with_what_is_possible(folder, slug):
    with pytest.raises(new_problem.CannotMake, match="small letters, digits"):
        new_problem.make(slug, folder)
    assert [entry.name for entry in folder.iterdir()] == ["adam-step"]


def test_a_taken_name_is_refused(folder):
    with pytest.raises(new_problem.CannotMake, match="there already"):
        new_problem.make("adam-step", folder)


def test_the_check_prints_every_rule_and_the_table():
    done = RUN.invoke(cli, ["check-problem", "gradient-step"])
    assert done.exit_code == 0, done.output
    assert done.output.count("\n  ok  ") == len(RULES)
    assert "does_nothing x" in done.output


def test_an_unknown_problem_is_bad_usage():
    done = RUN.invoke(cli, ["check-problem", "nope"])
    assert done.exit_code == 2
    assert "adam-step" in done.output + done.stderr


def test_no_mistake_survives_in_the_published_tables():
    for slug, table in kill_table.stored().items():
        assert all(set(letters) - {"."} for letters in table["mistakes"].values()), slug
