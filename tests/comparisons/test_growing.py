"""What is added to a comparison is all that is trained; its numbers are those of a comparison from the start."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from descent import registry

from app.comparisons.capsule import reading
from app.comparisons.capsule.again import submission
from app.comparisons.capsule.head import PARTS, arrays_of
from app.comparisons.exchange.merging import merge
from app.comparisons.planning import content
from app.comparisons.results import export, report
from app.comparisons.results.summary import summarise
from app.comparisons.store.tables import VERSION
from app.comparisons.versions import rule_version
from app.workloads.card import card
from tests.comparisons.earlier_version import step_back
from tests.comparisons.lab import ADAM, NESTEROV, Lab, Labs

ADDED: dict[str, tuple[dict[str, Any], list[tuple[str, int, int]], str]] = {
    "a rule": (
        {"rules": [NESTEROV, ADAM]},
        [("adam", 4, 0)],
        "12 of 16 runs are there already, from earlier comparisons.",
    ),
    "a seed": (
        {"seeds": 3},
        [("nesterov", 2, 0), ("momentum", 2, 0), ("adamw", 2, 0)],
        "12 of 18 runs are there already, from earlier comparisons.",
    ),
    "a setting": (
        {"lr": [0.1, 0.15, 0.2], "trials": 3},
        [("nesterov", 2, 0), ("momentum", 2, 0), ("adamw", 2, 0)],
        "12 of 18 runs are there already, from earlier comparisons.",
    ),
    "steps": (
        {"steps": 40},
        [("nesterov", 4, 20), ("momentum", 4, 20), ("adamw", 4, 20)],
        "12 of 12 runs go on from the end of shorter ones.",
    ),
    "steps, of which fewer are recorded and the last between two records": (
        {"steps": 33, "record_every": 10},
        [("nesterov", 4, 20), ("momentum", 4, 20), ("adamw", 4, 20)],
        "12 of 12 runs go on from the end of shorter ones.",
    ),
}


@pytest.mark.parametrize("what", ADDED)
def test_only_what_is_added_is_trained_and_the_numbers_are_those_of_a_comparison_from_the_start(
    lab: Lab, labs: Labs, what: str
) -> None:
    more, trained, said = ADDED[what]
    made = lab.plan(**more)
    view = lab.run(**more)
    assert made.reusing == f"{said} The time is that of the rest."
    assert lab.trained == trained
    fresh = labs("fresh", reuse=False)
    again = fresh.run(**more)
    assert all(step == 0 for _, _, step in fresh.trained)
    assert view.id == again.id
    assert again.reused == []
    assert lab.numbers(view) == fresh.numbers(again)
    assert sum(each.runs for each in view.reused) == made.reused + made.continued


def test_what_was_taken_stays_when_the_comparison_it_is_from_is_deleted(lab: Lab) -> None:
    view = lab.run(rules=[NESTEROV, ADAM])
    before = lab.numbers(view)
    (source,) = view.reused
    with lab.store.database.write() as cursor:
        cursor.execute("DELETE FROM jobs WHERE id = ?", (source.job,))
    view = lab.finished(view.id)
    assert lab.numbers(view) == before
    assert view.reused == [source]
    # What is taken of a copy is still told to be from where it was trained.
    (first, second) = lab.run(rules=[NESTEROV, ADAM, {"name": "sgd"}]).reused
    assert (first.job, first.runs) == (source.job, 12)
    assert (second.job, second.runs) == (view.id, 4)
    assert lab.trained == [("sgd", 4, 0)]


def test_where_it_is_deleted_between_plan_and_hand_in_its_runs_are_trained(lab: Lab) -> None:
    planned = lab.plan(rules=[NESTEROV, ADAM])
    assert planned.reused == 12
    with lab.store.database.write() as cursor:
        cursor.execute("DELETE FROM jobs")
    lab.service.plan = lambda _: planned  # type: ignore[method-assign]
    view = lab.run(rules=[NESTEROV, ADAM])
    assert view.reused == []
    assert sum(runs for _, runs, _ in lab.trained) == 16


def test_a_comparison_all_of_which_is_there_is_finished_when_it_is_handed_in(lab: Lab) -> None:
    asked = {"rules": [{"name": "momentum"}]}
    assert lab.plan(**asked).reusing == "All 8 runs are there already, from earlier comparisons."
    view = lab.submit(**asked)
    assert (view.state, view.done, view.total) == ("finished", 160, 160)
    assert len(lab.numbers(view)) > 0


def test_two_that_hand_in_at_once_get_one_comparison(lab: Lab) -> None:
    other = Lab(lab.settings)
    asked = {"rules": [NESTEROV, ADAM]}
    with ThreadPoolExecutor(2) as both:
        ids = {each.id for each in both.map(lambda which: which.submit(**asked), [lab, other])}
    (job,) = ids
    assert [shard.members for shard in lab.store.jobs.get(job).shards] == [4, 4, 4, 4]  # type: ignore[union-attr]
    other.service.close()


def test_other_versions_are_not_taken(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the rule alone that is another."""

    def repaired(name: str) -> str:
        return "0" * 12 if name == "nesterov" else rule_version(name)

    monkeypatch.setattr(content, "rule_version", repaired)
    assert lab.plan(rules=[NESTEROV, ADAM]).reused == 8
    monkeypatch.setattr(content, "execution_version", lambda: "0" * 12)
    assert lab.plan(rules=[NESTEROV, ADAM]).reused == 0


@pytest.mark.parametrize(
    "change",
    [
        {"workload": {"name": "noisy_quadratic", "options": {"dimension": 5}}},
        {"record_every": 4},
        {"evaluate_every": 10},
        {"backend": "compiled"},
        {"steps": 10},
        {"first_seed": 7},
        {"lr": [0.3, 0.4]},
        {"schedule": {"name": "linear"}},
    ],
    ids=str,
)
def test_what_is_another_run_is_not_taken(lab: Lab, change: dict[str, Any]) -> None:
    made = lab.plan(**change)
    assert (made.reused, made.continued) == (0, 0)


def test_a_value_is_the_same_whether_it_is_named_or_left_at_its_default(lab: Lab) -> None:
    named = {"name": "nesterov", "grid": {"momentum": [registry.rule("nesterov").defaults["momentum"]]}}
    options = card("noisy_quadratic").settings({"dimension": 4})
    assert lab.plan(rules=[named], workload={"name": "noisy_quadratic", "options": options}).reused == 12


def test_on_the_reference_backend_a_shard_is_taken_whole_and_on_the_compiled_one_run_by_run(
    lab: Lab, labs: Labs
) -> None:
    assert lab.plan(seeds=1).reused == 0, "its runs would lose those that stood beside them"
    other = labs("compiled")
    given = {"backend": "compiled"}
    whole = other.run(**given)
    view = other.submit(**given, seeds=1)
    assert view.state == "finished"
    one, all_of_it = other.store.rows.table(view.id), other.store.rows.table(whole.id)
    assert one.train_loss.tobytes() == all_of_it.train_loss[::2].tobytes()
    assert one.choosing.tobytes() == all_of_it.choosing[::2].tobytes()
    assert [one.hits[run].tolist() for run in range(6)] == [all_of_it.hits[2 * run].tolist() for run in range(6)]
    assert [len(shard.result["diverged_at"]) for shard in view.shards] == [2, 2, 2]  # type: ignore[index]


def test_a_record_of_the_version_before_is_grown(lab: Lab) -> None:
    lab.service.close()
    step_back(lab.settings.database, 6)
    again = Lab(lab.settings)
    assert again.store.database.read("PRAGMA user_version")[0][0] == VERSION
    assert again.plan(rules=[NESTEROV, ADAM]).reused == 12
    again.service.close()


def test_runs_that_were_merged_are_taken(lab: Lab, labs: Labs) -> None:
    other = labs("other")
    assert len(merge(lab.settings.database, other.store).taken) == 1
    assert other.plan(rules=[NESTEROV, ADAM]).reused == 12


def test_every_file_says_where_its_runs_were_trained(lab: Lab) -> None:
    view = lab.run(rules=[NESTEROV, ADAM])
    (source,) = view.reused
    table = lab.store.rows.table(view.id)
    told = [run["trained_in"] for run in export.runs(view, table)]
    assert told == [source.job] * 4 + [None] * 4 + [source.job] * 8
    said = (
        f"12 of 16 runs were trained in an earlier comparison ({source.title}; {source.date[:10]}; {source.job[:6]})."
    )
    assert said in view.notices
    assert said in report.page(view, summarise(view, table)).replace("&quot;", '"')
    lines = "".join(export.as_csv(view, table)).splitlines()
    assert lines[0].endswith(",trained_in")
    assert [line.rpartition(",")[2] for line in lines[1::5]] == [each or "" for each in told]


def test_a_grown_comparison_is_reproduced_bit_by_bit(lab: Lab, labs: Labs, tmp_path: Path) -> None:
    lab.run(rules=[ADAM], steps=40)
    view = lab.run(rules=[NESTEROV, ADAM], seeds=3, steps=40)
    assert [(each.runs, each.steps) for each in view.reused] == [(4, 20), (12, 40)]
    path = tmp_path / "it.capsule.zip"
    path.write_bytes(lab.service.capsule(view))
    read = reading.read(path, lab.settings)
    assert [each.runs for each in read.head.reused] == [each.runs for each in view.reused]
    again = labs("again")
    job, _ = submission(read.head, again.settings)
    again.store.jobs.submit(job, 1)
    again.work()
    assert {step for _, _, step in again.trained} == {0}
    table = again.store.rows.table(job.id)
    made = arrays_of(table, read.head.goals)
    assert {name: made[name].tobytes() for name in PARTS} == {name: read.arrays[name].tobytes() for name in PARTS}


MOVING: dict[str, Any] = {"rules": [{"name": "nesterov"}], "lr": None, "trials": 2, "seeds": 2}


def test_runs_of_a_moved_grid_are_taken_too(lab: Lab, labs: Labs) -> None:
    first = lab.run(**MOVING)
    assert first.plan["moved"] >= 1
    trained = sum(runs for _, runs, _ in lab.trained)
    assert trained == first.plan["runs"]
    view = lab.run(**MOVING | {"rules": [NESTEROV, {"name": "sgd"}]})
    assert view.plan["moved"] == first.plan["moved"]
    assert {rule for rule, _, _ in lab.trained} == {"sgd"}
    assert len(view.plan["parts"]) == len(view.shards)
    assert [view.label_of(shard) for shard in view.shards if shard.source is None] == ["SGD"] * len(lab.trained)
    fresh = labs("fresh", reuse=False)
    assert lab.numbers(view) == fresh.numbers(fresh.run(**MOVING | {"rules": [NESTEROV, {"name": "sgd"}]}))


def test_where_another_shard_has_the_number_of_one_that_is_gone_its_runs_are_trained(lab: Lab) -> None:
    planned = lab.plan(rules=[NESTEROV, ADAM])
    with lab.store.database.write() as cursor:
        # As if the seeds of the first shard were others: the number in the store is that of another shard.
        cursor.execute("UPDATE shards SET task = replace(task, '\"seed\":1', '\"seed\":9') WHERE position = 0")
    lab.service.plan = lambda _: planned  # type: ignore[method-assign]
    assert sum(each.runs for each in lab.run(rules=[NESTEROV, ADAM]).reused) == 8
