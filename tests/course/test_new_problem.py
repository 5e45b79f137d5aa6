"""The commands for authors of problems."""

import json
import shutil

import pytest
from descent import registry
from typer.testing import CliRunner

from app.cli import cli
from app.course import catalog, kill_table, mutants, new_problem
from app.course.checks.all_checks import CHECKS
from app.course.errors import CannotMake
from app.refresh.kill_tables import KillTables
from app.refresh.mutants import Mutants

RUN = CliRunner()


@pytest.fixture
def folder(tmp_path):
    """A course of one problem."""
    shutil.copytree(catalog.FOLDER / "adam-step", tmp_path / "adam-step")
    return tmp_path


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A course of two problems, in whose folder the commands and the checks look unless they are told another."""
    for slug in ("adam-step", "gradient-step"):
        shutil.copytree(catalog.FOLDER / slug, tmp_path / slug)
    stored = tmp_path / "kill-table.json"
    stored.write_text(json.dumps({"adam-step": {"tests": ["kept"], "mistakes": {}}}))
    monkeypatch.setattr(KillTables, "path", stored)
    monkeypatch.setattr(Mutants, "path", tmp_path / "mutants.json")
    monkeypatch.setattr(mutants, "STORED", tmp_path / "mutants.json")
    with catalog.within(tmp_path):
        yield tmp_path


@pytest.mark.usefixtures("course")
def test_a_new_problem_passes_every_check_but_that_the_author_has_written_it():
    assert RUN.invoke(cli, ["new-problem", "rms-again", "--rule", "rmsprop"]).exit_code == 0
    problem = catalog.problem("rms-again")
    assert (problem.order, problem.entry, problem.rule) == (8, "rms_again_step", "rmsprop")
    assert (problem.title, problem.picture) == ("RMSprop step", "path")
    assert problem.papers == (registry.rule("rmsprop").paper,)
    done = RUN.invoke(cli, ["check-problem", "rms-again"])
    assert done.exit_code == 1
    refused = done.output.split("  NO  ")[1:]
    assert len(refused) == 1, done.output
    lines = refused[0].split("\n  ok ")[0].splitlines()
    assert lines[0] == "No file is still the one that `new-problem` made."
    assert [line.split()[0] for line in lines[1:]] == list(new_problem.OWN)
    assert all("still the template's: write your own" in line for line in lines[1:])


def test_a_file_that_the_author_has_changed_is_no_longer_named(folder):
    place = new_problem.make("my-problem", folder)
    assert catalog.problem("my-problem", folder).rule is None
    (place / "hints.md").write_text("## Mine\n\nThink.\n")
    assert "hints.md" not in list(new_problem.unwritten("my-problem", folder))


def test_storing_the_table_of_one_problem_leaves_the_others(course):
    done = RUN.invoke(cli, ["check-problem", "gradient-step", "--store"])
    assert done.exit_code == 0, done.output
    stored = json.loads((course / "kill-table.json").read_text())
    assert stored["adam-step"]["tests"] == ["kept"]
    assert stored["gradient-step"] == kill_table.table("gradient-step")
    assert json.loads((course / "mutants.json").read_text()) == {"gradient-step": mutants.survey("gradient-step")}


def test_a_problem_that_cannot_be_read_is_told_with_its_file_and_not_with_a_traceback(course):
    (course / "gradient-step" / "hints.md").unlink()
    done = RUN.invoke(cli, ["check-problem", "gradient-step"])
    assert done.exit_code == 1
    assert "NO  gradient-step/hints.md: the file is missing" in done.output


def test_a_rule_that_is_not_there_is_refused(folder):
    with pytest.raises(CannotMake, match=r"no rule is called 'rmsprob'; there are: .*rmsprop"):
        new_problem.make("my-problem", folder, "rmsprob")
    assert not (folder / "my-problem").exists()


@pytest.mark.parametrize("slug", ["Adam", "a b", "../up", "-x", "adam--step", ""])
def test_a_bad_name_is_refused_with_what_is_possible(folder, slug):
    with pytest.raises(CannotMake, match="small letters, digits"):
        new_problem.make(slug, folder)
    assert [entry.name for entry in folder.iterdir()] == ["adam-step"]


def test_a_taken_name_is_refused(folder):
    with pytest.raises(CannotMake, match="there already"):
        new_problem.make("adam-step", folder)


def test_the_check_prints_every_check_and_the_table():
    done = RUN.invoke(cli, ["check-problem", "gradient-step"])
    assert done.exit_code == 0, done.output
    assert done.output.count("\n  ok  ") == len(CHECKS)
    assert "does_nothing x" in done.output


def test_an_unknown_problem_is_bad_usage():
    done = RUN.invoke(cli, ["check-problem", "nope"])
    assert done.exit_code == 2
    assert "adam-step" in done.output + done.stderr


def test_no_mistake_survives_in_the_published_tables():
    for slug, table in kill_table.stored().items():
        assert all(set(letters) - {"."} for letters in table["mistakes"].values()), slug
