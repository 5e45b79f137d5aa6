import errno
from pathlib import Path

import pytest

from app.comparisons.workers.checkpoints import Checkpoints, clear


class Calls:
    """What a folder of checkpoints told its owner."""

    def __init__(self) -> None:
        self.saved: list[int] = []
        self.loaded: list[tuple[int, str | None]] = []


def folder(path: Path, calls: Calls, epoch: int = 1) -> Checkpoints:
    return Checkpoints(path, epoch, 5, 0.0, 2, calls.saved.append, lambda *what: calls.loaded.append(what))


def test_the_newest_checkpoint_comes_back_and_two_are_kept(tmp_path: Path) -> None:
    calls = Calls()
    kept = folder(tmp_path, calls)
    for step in (5, 10, 15):
        kept.save(b"at %d" % step, step)
    assert kept.load() == b"at 15"
    assert calls.saved == [5, 10, 15]
    assert calls.loaded == [(15, None)]
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("harm", ["flip", "cut", "empty", "swap"])
def test_a_damaged_checkpoint_is_passed_over_and_said(tmp_path: Path, harm: str) -> None:
    calls = Calls()
    kept = folder(tmp_path, calls)
    kept.save(b"good" * 100, 5)
    kept.save(b"new" * 100, 10)
    newest = max(tmp_path.iterdir())
    whole = newest.read_bytes()
    flipped = whole[:-7] + bytes([whole[-7] ^ 1]) + whole[-6:]
    other = min(tmp_path.iterdir()).read_bytes()  # a valid file, but of another step
    newest.write_bytes({"flip": flipped, "cut": whole[:-1], "empty": b"", "swap": other}[harm])
    assert kept.load() == b"good" * 100
    ((step, complaint),) = calls.loaded
    assert step == 5
    assert complaint == "the checkpoint of step 10 is damaged (its checksum differs); it goes on from step 5."


def test_without_a_whole_checkpoint_it_starts_again_and_says_so(tmp_path: Path) -> None:
    calls = Calls()
    kept = folder(tmp_path, calls)
    assert kept.load() is None
    kept.save(b"only", 5)
    next(tmp_path.iterdir()).write_bytes(b"rubbish")
    assert kept.load() is None
    assert calls.loaded[0] == (-1, None)
    assert calls.loaded[1][0] == -1
    assert calls.loaded[1][1].endswith("it goes on from the start.")


def test_a_save_that_is_refused_leaves_no_file(tmp_path: Path) -> None:
    def refuse(_: int) -> None:
        raise OSError(errno.ENOSPC, "no space left on device")

    kept = Checkpoints(tmp_path, 1, 5, 0.0, 2, refuse, lambda *_: None)
    with pytest.raises(OSError, match="no space"):
        kept.save(b"data", 5)
    assert list(tmp_path.iterdir()) == []


def test_a_worker_that_lost_its_lease_cannot_overwrite_its_successor(tmp_path: Path) -> None:
    calls = Calls()
    old, new = folder(tmp_path, calls, epoch=1), folder(tmp_path, calls, epoch=2)
    new.save(b"new", 10)
    old.save(b"old", 10)
    assert new.load() == b"new"


def test_checkpoints_of_jobs_that_are_over_are_removed(tmp_path: Path) -> None:
    one, two = "1" * 16, "2" * 16
    for job in (one, two):
        folder(tmp_path / job / "0", Calls()).save(b"data", 5)
    (tmp_path / "mine").mkdir()
    (tmp_path / "notes.txt").write_text("mine")
    clear(tmp_path, [two])
    assert sorted(path.name for path in tmp_path.iterdir()) == [two, "mine", "notes.txt"]


FOREIGN = ("a folder.checkpoint/", "9999999999-000001.checkpoint/", "9999999999-1.checkpoint", "newest.checkpoint",
           ".0000000099-000001.checkpoint.swp", "0000000099-000001.checkpoint (copy)", "-5.checkpoint",
           "0000000099-000001.unfinished", "\udcff.checkpoint")  # fmt: skip


@pytest.mark.parametrize("name", FOREIGN)
def test_what_is_no_checkpoint_is_passed_over_and_stays(tmp_path: Path, name: str) -> None:
    calls = Calls()
    kept = folder(tmp_path, calls)
    kept.save(b"ours", 5)
    strange = tmp_path / name
    strange.mkdir() if name.endswith("/") else strange.write_bytes(b"not ours")
    assert kept.load() == b"ours"
    assert calls.loaded == [(5, None)]
    for step in (10, 15, 20):
        kept.save(b"at %d" % step, step)
    assert kept.load() == b"at 20"
    assert strange.exists()


def test_what_lies_where_a_checkpoint_has_to_be_makes_way(tmp_path: Path) -> None:
    place = tmp_path / "job" / "0"
    place.parent.mkdir()
    place.write_text("a file where the folder belongs")
    kept = folder(place, Calls())
    assert kept.load() is None
    kept.save(b"at 5", 5)
    (place / "0000000010-000001.checkpoint").mkdir()
    (place / "0000000010-000001.unfinished").mkdir()
    (place / "0000000015-000001.checkpoint").symlink_to(tmp_path / "nowhere")
    for step in (10, 15):
        kept.save(b"at %d" % step, step)
        assert kept.load() == b"at %d" % step
    assert place.with_name("0.foreign-1").read_text() == "a file where the folder belongs"
    assert (place / "0000000010-000001.checkpoint.foreign-1").is_dir()
