"""The commands of authors, on a pack: outside of the checkout as in it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app import places
from app.cli import cli
from app.course import catalog
from tests.packs.test_reading import EXAMPLE, zipped

RUN = CliRunner()


@pytest.fixture
def installed(monkeypatch):
    """As from a wheel: there is no checkout."""
    monkeypatch.setattr(places, "CHECKOUT", None)


@pytest.mark.usefixtures("installed")
def test_a_new_problem_makes_its_pack_and_lacks_only_what_the_author_writes(tmp_path):
    place = tmp_path / "My class 7b"
    made = RUN.invoke(cli, ["new-problem", "average-step", "--pack", str(place)])
    assert made.exit_code == 0, made.output
    assert 'id = "my-class-7b"' in (place / "pack.toml").read_text()
    done = RUN.invoke(cli, ["check-problem", "--pack", str(place)])
    assert done.exit_code == 1
    assert done.output.count("\n  NO ") == 1, done.output
    assert "reference.py is still the template's" in done.output
    assert catalog.chosen() == catalog.FOLDER


@pytest.mark.usefixtures("installed")
def test_the_problems_of_the_example_pack_pass_every_check(tmp_path):
    done = RUN.invoke(cli, ["check-problem", "clip-by-value", "--pack", str(zipped(tmp_path / "pack.zip"))])
    assert done.exit_code == 0, done.output
    assert "does_nothing x" in done.output


@pytest.mark.usefixtures("installed")
def test_a_file_is_judged_on_a_problem_of_a_pack():
    mistake = EXAMPLE / "heavy-ball" / "mistakes" / "uphill.py"
    done = RUN.invoke(cli, ["judge", "heavy-ball", str(mistake), "--pack", str(EXAMPLE), "--seed", "1"])
    assert done.exit_code == 1, done.output
    assert json.loads(done.output.splitlines()[-1])["mistake"] == "uphill"


def test_a_folder_of_something_else_is_left_alone(tmp_path):
    (tmp_path / "thesis.tex").write_text("")
    made = RUN.invoke(cli, ["new-problem", "average-step", "--pack", str(tmp_path)])
    assert made.exit_code == 2
    assert "holds something else and no pack.toml" in made.output + made.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]


@pytest.mark.parametrize("command", [["serve"], ["check-problem"], ["judge", "heavy-ball", __file__]])
def test_what_is_no_pack_is_bad_usage(tmp_path, command):
    done = RUN.invoke(cli, [*command, "--pack", str(tmp_path / "nowhere")])
    assert done.exit_code == 2
    assert "there is no such folder or zip" in done.output + done.stderr


def test_a_check_of_an_unknown_problem_names_those_of_the_pack():
    done = RUN.invoke(cli, ["check-problem", "adam-step", "--pack", str(EXAMPLE)])
    assert done.exit_code == 2
    assert "there are: clip-by-value, heavy-ball, polynomial-schedule" in done.output + done.stderr


def test_the_example_is_a_pack_of_three_problems():
    assert len([path for path in Path(EXAMPLE).iterdir() if path.is_dir()]) == 3
