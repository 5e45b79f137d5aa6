"""The command makes what is stale or what is named, says what it does, and keeps what it made when interrupted."""

import json

import pytest
from typer.testing import CliRunner

from app.cli import cli
from app.commands import refresh
from app.refresh.kinds import Kinds
from tests.refresh.test_stored_files import Squares

FRESH = "every stored file is what the code says\n"


@pytest.fixture
def squares(tmp_path, monkeypatch):
    file = Squares(tmp_path / "squares.json", "two", "three", "four")
    list(file.make("two"))
    monkeypatch.setattr(refresh, "load", lambda: Kinds((file,)))
    return file


def run(*arguments):
    return CliRunner().invoke(cli, ["refresh", *arguments])


def test_check_says_what_is_stale_and_why_and_how_to_mend_it_and_writes_nothing(squares):
    before = squares.path.read_bytes()
    done = run("--check")
    assert done.exit_code == 1
    assert done.output == (
        "squares: three is missing\nsquares: four is missing\nrun: optimizer-playground refresh three four\n"
    )
    assert squares.path.read_bytes() == before
    assert run("--check", "two").output == FRESH


def test_without_a_name_everything_stale_is_made_and_nothing_else(squares):
    done = run()
    assert done.exit_code == 0
    assert [line.split(" - ")[0] for line in done.output.splitlines()] == [
        "squares: three is missing",
        "squares: four is missing",
    ]
    assert squares.stored() == ("four", "three", "two")
    assert run().output == run("--check").output == FRESH


def test_a_name_is_made_again_stale_or_not_and_no_other(squares):
    squares.write({"two": {"square": 0}, "four": {"square": 0}})
    done = run("two")
    assert "squares: two was asked for - made in" in done.output
    assert squares.read() == {"two": squares.compute("two"), "four": {"square": 0}}


def test_an_unknown_name_is_bad_usage_and_nothing_is_made(squares):
    done = run("three", "tow")
    assert done.exit_code == 2
    assert "nothing is stored of 'tow'; there are: two, " in done.output + done.stderr
    assert squares.stored() == ("two",)


def test_what_was_made_before_an_interruption_is_kept(squares, monkeypatch):
    compute = squares.compute

    def interrupted(name):
        if name == "four":
            raise KeyboardInterrupt
        return compute(name)

    monkeypatch.setattr(squares, "compute", interrupted)
    done = run()
    assert done.exit_code == 130
    assert "What was made is stored" in done.output + done.stderr
    assert json.loads(squares.path.read_text("utf-8")).keys() == {"two", "three"}


def test_without_torch_it_says_so_in_a_sentence_and_goes_on(squares, monkeypatch):
    monkeypatch.setattr(refresh, "load", lambda: Kinds((squares,), ("workload_cards", "parity")))
    done = run("three")
    assert done.exit_code == 0
    assert "Left out: workload cards, parity.\nLarge runs need torch" in done.output + done.stderr
    assert squares.stored() == ("three", "two")


def test_remarks_on_an_entry_are_printed_below_it(squares, monkeypatch):
    monkeypatch.setattr(squares, "remarks", lambda name, entry: iter([f"{name} has {entry['square']}"]))
    assert run("four").output.splitlines()[-1] == "    four has 16"
