"""The recipes of CONTRIBUTING.md can be followed: their files, commands and tests are there."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import cli

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
THINGS = {
    "rule",
    "modifier",
    "landscape",
    "family of landscapes",
    "problem",
    "panel",
    "workload",
    "lesson",
    "term of the glossary",
    "page",
}


def table(first: str) -> list[list[str]]:
    """The rows of the table whose head begins with that word."""
    lines = TEXT.split(f"| {first} |")[1].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def pieces(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


ADDING = table("add a")
RUNNING = table("to")
COMMANDS = sorted(
    {one for row in ADDING for cell in row[2:] for one in pieces(cell)}
    | {one for _, cell in RUNNING for one in pieces(cell)}
)


def test_there_is_a_recipe_for_everything_that_can_be_added():
    assert {row[0] for row in ADDING} == THINGS


@pytest.mark.parametrize("row", ADDING, ids=lambda row: row[0])
def test_the_folders_and_files_to_write_in_are_there(row):
    assert pieces(row[1])
    for path in pieces(row[1]):
        place = ROOT / path
        assert (place if "NAME" not in path else place.parent).exists(), path


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_there(command):
    words = [word for word in shlex.split(command) if not re.fullmatch(r"[A-Z]+=\w+", word)]
    program, *rest = words
    if program == "optimizer-playground":
        said = CliRunner().invoke(cli, [rest[0], "--help"])
        assert said.exit_code == 0, said.output
        assert all(word in said.output for word in rest if word.startswith("--"))
    elif program == "make":
        assert re.search(rf"^{rest[0]}:", (ROOT / "Makefile").read_text(), re.MULTILINE)
    elif program == "pytest":
        paths = [word for place, word in enumerate(rest) if word[0] != "-" and rest[place - 1] not in ("-k", "-m")]
        assert [path for path in paths if not (ROOT / path).exists()] == []
    elif program == "python":
        done = subprocess.run([sys.executable, *rest[:2], "--help"], cwd=ROOT, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
    elif program == "node":
        assert (ROOT / rest[-1]).is_file()
    else:
        assert program in ("ruff", "npx")


def test_a_variable_of_make_that_is_named_is_read():
    makefile = (ROOT / "Makefile").read_text()
    named = {name for command in COMMANDS if "make" in command for name in re.findall(r"\b([A-Z]+)=", command)}
    assert "RELOAD" in named
    assert [name for name in named if not re.search(rf"\$\([^)]*\b{name}\b|,\$\({name}\)", makefile)] == []


@pytest.mark.parametrize("module", ["app", "app.cli"])
def test_the_command_line_is_also_a_module(module):
    asked = [sys.executable, "-m", module, "judge", "no-such-problem", __file__]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "no problem is called 'no-such-problem'" in done.stderr
