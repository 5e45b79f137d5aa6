"""A comparison whose best settings lie at an edge goes on, with one budget for all, and then it ends."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from app.comparisons.planning import edges, plan
from app.comparisons.planning.moves import move
from app.comparisons.planning.quantile import quantile
from app.comparisons.results import statistics
from app.comparisons.results.contenders import Contender
from app.comparisons.settings import ComparisonSettings
from app.comparisons.shard import Record, Result
from app.comparisons.spec import ComparisonSpec
from app.comparisons.store import Store
from app.comparisons.store.jobs import Submission
from app.comparisons.store.views import JobView

SPEC: dict[str, Any] = {
    "rules": [{"name": "sgd"}, {"name": "adam"}],
    "workload": {"name": "noisy_quadratic"},
    "trials": 5,
    "seeds": 2,
    "steps": 10,
    "record_every": 10,
}
Best = Callable[[str], float]


def loss(lr: float, best: float) -> float:
    """A valley over learning rates with its floor at `best`."""
    return 1 + abs(math.log(lr / best))


def inside(made: plan.Plan) -> dict[str, float]:
    """By rule the learning rate in the middle of its grid."""
    return {entry.rule: entry.settings[2]["lr"] for entry in made.entries}


def run(store: Store, best: dict[str, float], **changes: Any) -> tuple[JobView, list[str]]:
    """A comparison worked off by hand, each rule best at that rate; the job, and what happened to it."""
    spec = ComparisonSpec.model_validate(SPEC | changes)
    made = plan.make(spec, ComparisonSettings())
    best = inside(made) | best
    job = Submission("f" * 64, spec.canonical(), made.to_text(), made.shards)
    store.jobs.submit(job, 5)
    while (lease := store.leases.take("hand", 60.0)) is not None:
        shard = lease.work
        ends = tuple(loss(member.hypers["lr"], best[shard.rule]) + 1e-3 * member.seed for member in shard.members)
        well = (False,) * len(ends)
        store.rows.put(lease, [Record(0, ends, None, well, 0.1), Record(10, ends, ends, well, 0.1)])
        store.leases.finish(lease, Result("finished", 10, (), (), (None,) * len(ends), "reference", "cpu", 1.0))
    view = store.jobs.get(job.id)
    assert view is not None
    return view, [event.message for event in store.jobs.events(job.id)]


def test_where_every_best_lies_inside_nothing_is_moved(store: Store) -> None:
    view, said = run(store, {})
    assert (view.state, view.plan["moved"], len(view.shards)) == ("finished", 0, 4)
    assert not any("moved" in each for each in said)


def test_a_grid_is_moved_until_the_best_lies_inside_and_every_rule_gets_as_many_settings(store: Store) -> None:
    view, said = run(store, {"sgd": 500.0})
    assert (view.state, view.plan["moved"]) == ("finished", 1)
    assert any(
        "the best lr of SGD lies at the edge" in each and "every rule got 5 settings more" in each for each in said
    )
    assert view.notices == [each for each in said if "moved" in each]
    assert [len(entry["settings"]) for entry in view.plan["entries"]] == [10] * 4
    assert view.plan["sentence"].startswith("4 rules × 10 settings × 2 seeds on Noisy quadratic, 10 steps: 80 runs")
    for entry in view.plan["entries"]:
        rates = [setting["lr"] for setting in entry["settings"]]
        assert rates == sorted(set(rates)), "in order, none twice"
    others = [entry["settings"] for entry in view.plan["entries"][1:]]
    assert all(max(s["lr"] for s in each) / min(s["lr"] for s in each) < 1001 for each in others), "finer, not wider"


def test_after_a_move_every_number_stands_beside_its_own_setting(store: Store) -> None:
    view, _ = run(store, {"sgd": 500.0})
    table = store.rows.table(view.id)
    seeds = len(view.plan["seeds"])
    assert table.runs == view.plan["runs"]
    best = inside(plan.make(ComparisonSpec.model_validate(SPEC), ComparisonSettings())) | {"sgd": 500.0}
    for entry in view.plan["entries"]:
        for place, setting in enumerate(entry["settings"]):
            row = entry["first"] + place * seeds
            assert table.evaluation[row, -1] == pytest.approx(loss(setting["lr"], best[entry["rule"]]))
    assert [view.label_of(shard) for shard in view.shards] == 2 * ["SGD", "Adam", "SGD with momentum", "AdamW"]


def test_it_ends_after_two_moves_though_the_best_is_still_at_the_edge(store: Store) -> None:
    view, _ = run(store, {"sgd": 1e30, "adam": 1e-30})
    assert (view.state, view.plan["moved"], len(view.shards)) == ("finished", 2, 12)
    assert [len(entry["settings"]) for entry in view.plan["entries"]] == [15] * 4


@pytest.mark.parametrize(
    "changes",
    [
        {"lr": [0.1, 0.2, 0.3, 0.4, 0.5]},
        {"rules": [{"name": "sgd", "grid": {"lr": [0.1, 0.2, 0.3, 0.4, 0.5]}}, {"name": "adam"}]},
    ],
)
def test_rates_that_were_given_stay_as_they_are_for_all(store: Store, changes: dict[str, Any]) -> None:
    view, _ = run(store, {"sgd": 1e30}, **changes)
    assert (view.state, view.plan["moves"], view.plan["moved"]) == ("finished", 0, 0)


def test_what_a_limit_forbids_is_not_promised() -> None:
    spec = ComparisonSpec.model_validate(SPEC)
    assert plan.make(spec, ComparisonSettings(max_members=120)).moves == 2
    once = plan.make(spec, ComparisonSettings(max_members=119))
    assert once.moves == 1
    assert "5 settings more, once at most: then up to 80 runs" in once.moving
    assert plan.make(spec, ComparisonSettings(max_members=79)).moves == 0


def test_other_numbers_of_a_grid_are_crossed_with_the_moved_rates() -> None:
    spec = ComparisonSpec.model_validate(
        SPEC | {"rules": [{"name": "adam", "grid": {"beta1": [0.8, 0.9]}}, {"name": "sgd"}], "trials": 6}
    )
    made = plan.make(spec, ComparisonSettings()).to_json()
    ends = [[[loss(setting["lr"], 1e9)] * 2 for setting in entry["settings"]] for entry in made["entries"]]
    found = move(made, spec, ends)
    assert found is not None
    adam = found.plan["entries"][0]["settings"]
    assert len(adam) == 12
    assert {setting["beta1"] for setting in adam} == {0.8, 0.9}
    assert len({(setting["beta1"], setting["lr"]) for setting in adam}) == 12
    assert {len(entry["settings"]) for entry in found.plan["entries"]} == {12}


def test_a_move_and_the_results_see_the_same_edges() -> None:
    spec = ComparisonSpec.model_validate(SPEC | {"seeds": 4})
    made = plan.make(spec, ComparisonSettings()).to_json()
    draw = np.random.default_rng(0)
    for _ in range(40):
        # Few values, so that medians tie; and runs that diverged.
        drawn = [draw.choice([1.0, 1.1, 1.3, 2.0, math.inf], (len(each["settings"]), 4)) for each in made["entries"]]
        seen = [contender(entry, ends) for entry, ends in zip(made["entries"], drawn, strict=True)]
        moved = move(made, spec, [ends.tolist() for ends in drawn])
        wanted = edges.reason({each.label: each.at_edge for each in seen})
        assert (wanted or "") in (moved.message if moved else ""), "the move names the edges of the results"
        assert (moved is None) == (wanted is None)


def test_the_score_of_a_setting_is_the_median_by_which_it_is_chosen() -> None:
    draw = np.random.default_rng(1)
    for seeds in (1, 2, 3, 4, 7):
        ends = np.where(draw.random((50, seeds)) < 0.3, math.inf, draw.normal(size=(50, seeds)))
        scores = edges.scores(ends)
        assert np.array_equal(scores, quantile(ends, 0.5))
        assert scores[statistics.best_setting(ends)] == scores.min()


def contender(entry: dict[str, Any], ends: Any) -> Contender:
    """The contender of an entry with these end values and nothing else."""
    nothing = np.zeros_like(ends)
    return Contender(entry, ends, ends, nothing[..., None], np.isinf(ends), nothing, {})
