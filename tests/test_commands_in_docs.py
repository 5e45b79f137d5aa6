"""Every command and option of ours that the documents and the files of `deploy/` name is one that the program has."""

import re
from pathlib import Path

import pytest
from typer.main import get_group

from app.cli import cli

ROOT = Path(__file__).parent.parent
FILES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/*.md"), *ROOT.glob("deploy/*")])
COMMANDS = get_group(cli).commands


def lines(text: str) -> list[str]:
    """What follows the program's name, to the end of its line or of its piece of code; a `\\` continues a line."""
    whole = re.sub(r"\\\n\s*", " ", text)
    return re.findall(r"optimizer-playground[ ,]+((?:[a-z][\w-]*)(?:[^\n`#|]*))", whole)


def unknown(line: str) -> list[str]:
    """The words of a line that are no command, or options that it does not have."""
    words = [word.strip("\"',[].;:()") for word in line.replace("[", " ").replace("]", " ").split()]
    name = words[0]
    if name not in COMMANDS:
        return [name] if any(word.startswith("--") for word in words) else []
    command = COMMANDS[name]
    own = getattr(command, "commands", None)  # a group's, such as `results import`
    if own is not None:
        if words[1] not in own:
            return [f"{name} {words[1]}"]
        name, command = f"{name} {words[1]}", own[words[1]]
    options = {text for each in command.params for text in (*each.opts, *each.secondary_opts)} | {"--help"}
    given = [word.partition("=")[0] for word in words[1:] if word.startswith("--") and len(word) > 2]
    return [f"{name} {option}" for option in given if option not in options]


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_command_in_a_document_is_one_that_there_is(file: Path) -> None:
    assert [each for line in lines(file.read_text(encoding="utf-8")) for each in unknown(line)] == []


def test_a_command_that_there_is_not_is_found() -> None:
    text = "`optimizer-playground worker --sever X`, or\n    bin/optimizer-playground wroker --slots 1 \\\n  --ca F\n"
    assert [each for line in lines(text) for each in unknown(line)] == ["worker --sever", "wroker"]
    text = "optimizer-playground results import F --tabel and `optimizer-playground results exprot ID`"
    assert [each for line in lines(text) for each in unknown(line)] == ["results import --tabel", "results exprot"]
    assert lines("optimizer-playground worker --slots 1 \\\n    --server A") == ["worker --slots 1  --server A"]


def test_the_documents_of_the_cluster_name_the_commands_that_make_one() -> None:
    found = {line.split()[0] for line in lines((ROOT / "docs/cluster.md").read_text(encoding="utf-8"))}
    assert found >= {"worker", "worker-token", "serve", "doctor"}
