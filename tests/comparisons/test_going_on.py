"""More steps of a comparison go on from the end of the shorter one, with the bits of a run from the start."""

from typing import Any

import numpy as np

from tests.comparisons.lab import ADAM, Lab, Labs

DIGITS: dict[str, Any] = {
    "rules": [{"name": "momentum"}],
    "workload": {"name": "logistic_digits"},
    "steps": 60,
    "evaluate_every": 20,
}


def test_with_samples_goals_are_those_of_the_longer_run(labs: Labs) -> None:
    """Its looks at the goals are others: every second of the shorter run's."""
    grown, fresh = labs("grown"), labs("fresh", reuse=False)
    grown.run(**DIGITS)
    view = grown.run(**DIGITS | {"steps": 120})
    assert {step for _, _, step in grown.trained} == {60}
    again = fresh.run(**DIGITS | {"steps": 120})
    assert grown.numbers(view) == fresh.numbers(again)
    hits = np.concatenate(list(grown.store.rows.table(view.id).hits.values()))
    assert ((hits > 0) & (hits < 60)).sum() > 10
    assert grown.plan(**DIGITS | {"steps": 90}).continued == 0, "it looks where the shorter run did not"


def test_under_a_schedule_more_steps_go_on_only_where_its_horizon_stays(lab: Lab, labs: Labs) -> None:
    falling = {"schedule": {"name": "warmup_cosine"}}
    stated = {"schedule": {"name": "warmup_cosine", "horizon": 30}}
    lab.run(**falling)
    assert lab.plan(**falling, steps=40).continued == 0, "its learning rates are others from the first step on"
    lab.run(**stated)
    view = lab.run(**stated, steps=40)
    assert {step for _, _, step in lab.trained} == {20}
    fresh = labs("fresh", reuse=False)
    assert lab.numbers(view) == fresh.numbers(fresh.run(**stated, steps=40))


def test_without_the_state_at_the_end_a_longer_run_begins_at_the_start(lab: Lab) -> None:
    view = lab.submit(steps=40)
    assert [each.steps for each in view.reused] == [20]
    for each in (lab.settings.checkpoints / view.id).rglob("*.checkpoint"):
        each.write_bytes(b"damaged")
    lab.work()
    assert {step for _, _, step in lab.trained} == {0}
    view = lab.finished(view.id)
    assert view.reused == []
    for each in (lab.settings.var / "ends").iterdir():
        each.unlink()
    assert lab.plan(steps=80).continued == 0


def test_states_at_the_end_are_kept_up_to_a_number_of_bytes_and_for_a_time(lab: Lab) -> None:
    ends = sorted((lab.settings.var / "ends").iterdir(), key=lambda each: each.stat().st_mtime)
    assert len(ends) == 3
    size = ends[-1].stat().st_size
    lab.store.ends.prune(size, 3600.0)
    assert list((lab.settings.var / "ends").iterdir()) == ends[-1:]
    lab.store.ends.prune(size, -1.0)
    assert list((lab.settings.var / "ends").iterdir()) == []


def test_checkpoints_of_a_deleted_comparison_are_not_gone_on_from(lab: Lab) -> None:
    """Its shards may have held other runs when it was first handed in."""
    view = lab.submit(rules=[ADAM], seeds=3)
    left = lab.settings.checkpoints / view.id / "0" / "0000000010-000001.checkpoint"
    with lab.store.database.write() as cursor:
        cursor.execute("DELETE FROM jobs WHERE id = ?", (view.id,))
    left.parent.mkdir(parents=True)
    left.write_bytes(b"of other runs")
    lab.submit(rules=[ADAM], seeds=3)
    assert not left.exists()


def test_a_worker_that_breaks_while_it_goes_on_from_a_shorter_run_loses_nothing(lab: Lab, labs: Labs) -> None:
    job = lab.submit(steps=40).id
    lab.breaks = 35
    assert lab.work() != 0
    assert lab.trained == []
    with lab.store.database.write() as cursor:
        cursor.execute("UPDATE shards SET not_before = 0")
    lab.work()
    assert sorted(step for _, _, step in lab.trained) == [20, 20, 35]
    fresh = labs("fresh", reuse=False)
    assert lab.numbers(lab.finished(job)) == fresh.numbers(fresh.run(steps=40))


def test_a_run_that_was_found_diverged_by_its_end_alone_is_not_gone_on_from(lab: Lab) -> None:
    """Its metric may overflow where its loss does not: in a longer run nobody would have looked there."""
    with lab.store.database.write() as cursor:
        cursor.execute("UPDATE shards SET result = json_set(result, '$.diverged_at[0]', steps) WHERE position = 0")
    assert lab.plan(steps=40).continued == 8
