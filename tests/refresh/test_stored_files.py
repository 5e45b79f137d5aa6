"""What holds for every kind of stored file: which entries it has, and that making one leaves the others as they are."""

import shutil

import pytest

from app.refresh.kinds import MODULES, UnknownEntry, load
from app.refresh.stored_file import StoredFile
from tests.stored import assert_fresh

KINDS = load()


class Squares(StoredFile):
    """Names of two to four with the squares of their lengths."""

    title = "squares"
    noun = "word"

    def __init__(self, path, *words, table=None):
        self.path, self.words, self.table = path, words, table

    def names(self):
        return self.words

    def compute(self, name):
        return {"square": len(name) ** 2, "é": 1e-05}


@pytest.fixture
def squares(tmp_path):
    return Squares(tmp_path / "squares.json", "two", "three", "four")


def make(file, *names):
    for name in names:
        list(file.make(name))


@pytest.mark.parametrize("file", KINDS.files, ids=lambda file: file.title)
def test_writing_what_was_read_gives_the_same_bytes(file, tmp_path, monkeypatch):
    copy = tmp_path / file.path.name
    shutil.copy(file.path, copy)
    monkeypatch.setattr(file, "path", copy)
    last = file.stored()[-1]
    entries = file.read()
    file.write({name: entry for name, entry in entries.items() if name != last})
    assert last not in file.read()
    file.write({last: entries[last], **file.read()})
    monkeypatch.undo()
    assert copy.read_bytes() == file.path.read_bytes()


@pytest.mark.parametrize("file", KINDS.files, ids=lambda file: file.title)
def test_every_entry_that_the_code_implies_is_there_and_no_other(file):
    assert set(file.stored()) == set(file.names()), "run: optimizer-playground refresh"


def test_a_missing_entry_is_stale_and_making_it_leaves_the_others_bytes(squares):
    make(squares, "two", "four")
    before = squares.path.read_text("utf-8")
    assert squares.stale("three") == "is missing"
    make(squares, "three")
    assert squares.stale("three") is None
    after = squares.path.read_text("utf-8")
    added = ' "three": {\n  "square": 25,\n  "é": 1e-05\n },\n'
    assert after.replace(added, "") == before


def test_an_entry_that_is_no_longer_what_the_code_says_is_stale(squares):
    make(squares, "two")
    squares.write({"two": {"square": 8}})
    assert squares.stale("two") == "is not what the code says today"


def test_an_entry_whose_name_is_gone_is_stale_and_made_by_removing_it(squares):
    make(squares, "two", "three")
    squares.words = ("two",)
    assert squares.known() == ("two", "three")
    assert squares.stale("three") == "is stored, but there is no such word"
    make(squares, "three")
    assert squares.stored() == ("two",)


def test_kinds_that_share_a_file_leave_each_other_alone(tmp_path):
    first, second = (Squares(tmp_path / "both.json", "two", table=table) for table in ("b", "a"))
    make(first, "two")
    make(second, "two")
    assert first.stale("two") is second.stale("two") is None
    assert list(first._whole()) == ["a", "b"]


def test_nothing_but_the_file_is_left_behind(squares):
    make(squares, "two", "three")
    assert [path.name for path in squares.path.parent.iterdir()] == ["squares.json"]


def test_an_unknown_name_is_answered_with_the_possible_ones_the_nearest_first():
    with pytest.raises(UnknownEntry, match=r"^nothing is stored of 'adamv'; there are: (adam|adamw), (.*, )?adadelta"):
        KINDS.check(["adam", "adamv"])


def test_without_torch_the_kinds_that_need_it_are_left_out_and_named(monkeypatch):
    import importlib

    real = importlib.import_module

    def no_torch(name):
        if name.endswith((".parity", ".costs", ".baselines", ".workload_cards")):
            raise ModuleNotFoundError("No module named 'torch'", name="torch")
        return real(name)

    monkeypatch.setattr("app.refresh.kinds.importlib.import_module", no_torch)
    found = load()
    assert found.without_torch == ("workload_cards", "parity", "costs", "baselines")
    assert {file.title for file in found.files} >= {"kill tables"}


def test_a_module_that_is_missing_otherwise_is_an_error():
    with pytest.raises(ModuleNotFoundError, match="nowhere"):
        load([*MODULES, "nowhere"])


def test_a_test_that_finds_a_stale_entry_says_which_command_mends_it(monkeypatch):
    (baselines,) = load(["baselines"]).files
    monkeypatch.setattr(type(baselines), "stale", lambda _, name: "is missing" if name == "mlp_digits" else None)
    with pytest.raises(AssertionError, match=r"mlp_digits is missing\nrun: optimizer-playground refresh mlp_digits$"):
        assert_fresh("baselines")
