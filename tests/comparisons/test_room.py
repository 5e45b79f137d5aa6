"""How many runs a shard has, by what the workers of a machine found of their cards."""

from pathlib import Path

import pytest

from app.comparisons.errors import TooLarge
from app.comparisons.planning import plan, room
from app.comparisons.settings import ComparisonSettings
from app.comparisons.spec import ComparisonSpec

GIB = 2**30
ASKED = {"rules": [{"name": "adam"}], "workload": {"name": "mlp_digits"}, "trials": 4, "seeds": 250, "steps": 20}
LARGE = "NVIDIA H200"


def spec(**more: object) -> ComparisonSpec:
    return ComparisonSpec.model_validate(ASKED | more)


def widths(made: plan.Plan) -> set[int]:
    return {shard.width for shard in made.shards}


def test_runs_are_those_that_half_of_the_free_memory_holds() -> None:
    assert room.runs_per_shard(1000.0, 1_000_000) == 500
    assert room.runs_per_shard(1000.0, 10**12) == room.MOST
    assert room.runs_per_shard(10.0**9, 1000) == 1


def test_a_plan_on_a_large_card_has_shards_that_fill_it_and_on_a_small_one_that_fit(tmp_path: Path) -> None:
    settings = ComparisonSettings(var=tmp_path)
    assert widths(plan.make(spec(), settings)) == {500}
    room.leave(settings, "GPU-5d5ba0d6", LARGE, 139 * GIB)
    made = plan.make(spec(), settings)
    assert widths(made) == {1000}
    assert made.members_per_shard > 1000
    # What is trained, and the job, are the same however many run together.
    assert made.identity(spec()) == plan.make(spec(), ComparisonSettings(var=tmp_path / "none")).identity(spec())
    room.leave(settings, "GPU-00000000", "a small one", GIB // 16)
    small = plan.make(spec(), settings)
    assert max(widths(small)) < 500
    assert small.shard_bytes <= GIB // 16
    # The reference is trained on processors.
    assert widths(plan.make(spec(backend="reference"), settings)) == {500}


def test_a_limit_that_a_person_has_set_is_kept(tmp_path: Path) -> None:
    settings = ComparisonSettings(var=tmp_path, members_per_shard=100)
    room.leave(settings, "GPU-5d5ba0d6", LARGE, 139 * GIB)
    assert widths(plan.make(spec(), settings)) == {100}
    with pytest.raises(TooLarge, match="possible: at most 1000"):
        plan.make(spec(), settings.model_copy(update={"max_shard_bytes": 1000}))


def test_a_card_is_one_file_a_slot_and_what_is_none_is_passed_over(tmp_path: Path) -> None:
    settings = ComparisonSettings(var=tmp_path)
    assert room.cards(settings) == []
    room.leave(settings, "MIG-GPU-5d5b/7/0", "one", 5)
    room.leave(settings, "MIG-GPU-5d5b/7/0", "one", 7)
    room.leave(settings, "../../1", "two", 9)
    assert [(card.device, card.free) for card in room.cards(settings)] == [("one", 7), ("two", 9)]
    assert sorted(path.parent for path in tmp_path.rglob("*.json")) == [tmp_path / "devices"] * 2
    folder = tmp_path / "devices"
    (folder / "broken.json").write_text("{")
    (folder / "other.json").write_text('["a list"]')
    (folder / "old.json").write_text('{"device": "three", "free": 3, "seen": 0}')
    assert len(room.cards(settings)) == 2


def test_a_place_that_cannot_be_written_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / "devices").write_text("a file where the folder would be")
    room.leave(ComparisonSettings(var=tmp_path), "GPU-1", LARGE, GIB)
    assert [path.name for path in tmp_path.iterdir()] == ["devices"]
