"""What a step is on other axes than steps, and the validation curve."""

import csv
import dataclasses
import json
from typing import Any

import numpy as np
import pytest

from app.comparisons.results import export, per_step
from app.comparisons.results.per_step import rule_flops
from app.comparisons.results.summary import summarise
from app.comparisons.store.views import ShardView
from app.comparisons.training.calendar import VALIDATED
from app.comparisons.typed_rules import step_cost
from app.workloads.card import card
from app.workloads.flops import gradient_flops
from tests.comparisons.doubles import shard, train
from tests.comparisons.test_summary import comparison
from tests.comparisons.test_typed_rules import graphs_for

NOTHING = json.dumps([{}, None, []])


def timed(position: int, members: int, seconds: float | None) -> ShardView:
    result = {"step_seconds": seconds, "backend": "compiled", "device": "cpu", "diverged_at": []}
    return ShardView(0, position, members, 100, "finished", True, None, 0, 0, 0, 100, 0.0, None, None, result)


def test_an_example_is_counted_where_there_are_examples() -> None:
    with_samples, without = (per_step.per_step(comparison(workload=name)[0]) for name in ("mlp_digits", "landscape"))
    assert [each["examples"] for each in with_samples] == [float(card("mlp_digits").batch)] * 3
    assert [each["examples"] for each in without] == [None] * 3
    assert [each["steps"] for each in without] == [1.0] * 3


def test_flops_are_those_of_workload_and_rule() -> None:
    view, _ = comparison()
    found = per_step.per_step(view)
    gradient = gradient_flops("noisy_quadratic", {})
    tensors = (((50,), False),)
    assert gradient is not None
    assert found[1]["flops"] == gradient + (rule_flops("momentum", (), NOTHING, tensors) or 0)
    # Momentum is buf = mu buf + g and -lr buf: four operations on each number, and little beside.
    assert 4 * 50 <= (rule_flops("momentum", (), NOTHING, tensors) or 0) <= 4 * 50 + 10


def test_a_second_gradient_counts_and_what_is_not_counted_is_said() -> None:
    view, _ = comparison(workload="mlp_digits")
    entries = [dict(each) for each in view.plan["entries"]]
    entries[0]["sam"] = "plain"
    entries[1]["rule"] = "sophia"
    view = dataclasses.replace(view, plan=view.plan | {"entries": entries})
    plain = per_step.per_step(comparison(workload="mlp_digits")[0])
    found = per_step.per_step(view)
    assert (found[0]["flops"] or 0) - (plain[0]["flops"] or 0) == gradient_flops("mlp_digits", {})
    assert found[1]["flops"] is None
    (told,) = [each["said"] for each in per_step.axes(view, found) if each["name"] == "flops"]
    assert told.endswith("not drawn: Momentum.")


def test_a_rule_of_matrices_leaves_the_rest_to_adamw_and_a_typed_one_is_counted_by_its_graphs() -> None:
    matrix, vector = ((8, 4), True), ((8,), False)
    both, alone = rule_flops("muon", (), NOTHING, (matrix, vector)), rule_flops("muon", (), NOTHING, (matrix,))
    adamw = rule_flops("adamw", (), NOTHING, (vector,))
    assert both is not None
    assert alone is not None
    assert adamw is not None
    assert both == alone + adamw
    graphs = tuple(graphs_for("mlp_digits"))
    shapes = card("mlp_digits").shapes({})
    counted = rule_flops("typed_0", graphs, NOTHING, tuple((tuple(sides), False) for sides in shapes.values()))
    assert counted == step_cost(graphs, shapes).operations


def test_an_entry_with_a_width_and_a_batch_of_its_own_is_counted_with_them() -> None:
    view, _ = comparison(workload="mlp_digits")
    entries = [dict(each) for each in view.plan["entries"]]
    entries[0]["options"] = {"width": 32}
    entries[1]["options"] = {"batch": 16}
    view = dataclasses.replace(view, plan=view.plan | {"entries": entries})
    plain, found = per_step.per_step(comparison(workload="mlp_digits")[0]), per_step.per_step(view)
    assert (found[0]["flops"] or 0) > 1.9 * (plain[0]["flops"] or 0)
    assert [each["examples"] for each in found] == [64.0, 16.0, 64.0]


def test_time_is_that_of_the_timed_shards_by_their_runs() -> None:
    view, _ = comparison()
    shards = (timed(0, 16, 0.016), timed(0, 16, 0.048), timed(1, 32, None), timed(2, 32, 0.32))
    view = dataclasses.replace(view, shards=shards, plan=view.plan | {"parts": [0, 1, 2]})
    found = per_step.per_step(view)
    assert [each["time"] for each in found] == [pytest.approx(0.002), None, pytest.approx(0.01)]
    (told,) = [each["said"] for each in per_step.axes(view, found) if each["name"] == "time"]
    assert "(compiled, on cpu)" in told


def test_samples_that_choose_are_looked_at_after_evenly_spaced_recorded_steps() -> None:
    work = shard("mlp_digits", "sgd", [{"lr": 0.1}, {"lr": 0.1}], steps=60, record_every=2)
    result, memory = train(work)
    records = memory.rows
    looked = [record.step for record in records if record.validation is not None]
    assert looked == list(range(0, 60, 4))
    assert len(looked) <= VALIDATED
    assert records[-1].end is not None
    assert records[-1].end.choosing == result.choosing
    first, last = records[0].validation, records[-1].end.choosing
    assert first is not None
    assert all(one is not None and end is not None and one < end for one, end in zip(first, last, strict=True))


def test_where_every_step_shows_the_metric_nothing_is_looked_at_besides() -> None:
    _, memory = train(shard("noisy_quadratic", "sgd", [{"lr": 0.1}], steps=20, record_every=2))
    assert all(record.validation is None for record in memory.rows)


def looked() -> tuple[Any, Any]:
    """A comparison on digits that looked at the samples that choose at every other record."""
    view, table = comparison(workload="mlp_digits")
    table.validation[:, ::2] = np.linspace(0.1, 0.9, 6)
    table.validation[table.diverged] = np.nan
    table.choosing[:] = table.validation[:, -1]
    return view, table


def test_the_validation_curve_is_the_metric_of_the_samples_that_choose() -> None:
    view, table = looked()
    table.validation[::8, 0] = 0.0  # the first seed of every setting
    found = summarise(view, table)
    assert found["validated_at"] == [0, 20, 40, 60, 80, 100]
    curve = found["rules"][0]["best"]["validation"]
    assert curve["median"][0] == 0.1
    assert curve["low"][0] < 0.1 == curve["high"][0], "larger is better: the worst is low"
    assert [run[0] for run in curve["runs"]] == [0.0] + [0.1] * 7
    table.validation[3, 2] = np.nan  # taken from a shorter comparison, which looked after other steps
    table.validation[4, 4] = np.inf  # looked at, and no number
    some = summarise(view, table)
    assert some["validated_at"] == [0, 40, 60, 80, 100]
    assert some["rules"][0]["best"]["validation"]["runs"][4][1] is None
    earlier = summarise(*comparison(workload="mlp_digits"))
    assert earlier["validated_at"] == []
    assert earlier["rules"][0]["best"]["validation"] is None


def test_files_hold_the_validation_metric_and_what_a_step_is() -> None:
    view, table = looked()
    read = json.loads("".join(export.as_json(view, table)))
    assert read["validated_at"] == [0, 20, 40, 60, 80, 100]
    assert read["runs"][0]["validation"] == pytest.approx(np.linspace(0.1, 0.9, 6).tolist())
    assert read["per_step"]["AdamW"]["examples"] == card("mlp_digits").batch
    lines = list(csv.DictReader("".join(export.as_csv(view, table)).splitlines()))
    assert [line["validation"] for line in lines[:3]] == ["0.1", "", "0.26"]
