import dataclasses
import io
import json
from typing import Any

import numpy as np
import pyarrow.parquet
import pytest
from descent import registry

from app.api.statistics import StatisticsAnswer
from app.comparisons.planning import plan
from app.comparisons.results import export, report
from app.comparisons.results.summary import summarise
from app.comparisons.settings import ComparisonSettings
from app.comparisons.spec import ComparisonSpec
from app.comparisons.store.table import Table
from app.comparisons.store.views import JobView
from app.workloads.card import card

LRS = [0.01, 0.1, 1.0, 10.0]


def comparison(seeds: int = 8, workload: str = "noisy_quadratic", backend: str = "reference") -> tuple[JobView, Table]:
    """A made-up comparison: `nesterov` is much better than the rest; 0.1 is best, and at 10 everything diverges."""
    spec = ComparisonSpec.model_validate({
        "rules": [{"name": "nesterov", "grid": {"lr": LRS}}, {"name": "momentum", "grid": {"lr": LRS}},
                  {"name": "adamw", "grid": {"lr": LRS}}],
        "workload": {"name": workload}, "trials": 4, "seeds": seeds, "steps": 100, "backend": backend,
    })  # fmt: skip
    made = plan.make(spec, ComparisonSettings())
    steps = np.arange(0, 101, 10)
    table = Table.empty(made.runs, steps)
    random = np.random.default_rng(0)
    end = np.array([3.0, 1.0, 2.0, np.inf])[None, :, None] * np.array([0.1, 1.0, 1.0])[:, None, None]
    end = (end * np.exp(0.1 * random.standard_normal((3, 4, seeds)))).reshape(-1, 1)
    with np.errstate(invalid="ignore"):
        curves = 10 * np.where(np.isfinite(end), end / 10, 1.0) ** (steps / 100)
    table.train_loss[:] = curves
    table.recorded[:] = True
    table.evaluation[:, -1] = curves[:, -1]
    gone = ~np.isfinite(end[:, 0])
    table.diverged[gone, 5:] = True
    table.train_loss[gone, 5:] = table.evaluation[gone, 5:] = np.nan
    goals = np.array(card("noisy_quadratic").goals)
    reached = curves[:, None, :] <= goals[:, None]
    hits = np.where(reached.any(axis=2), steps[reached.argmax(axis=2)], -1)
    table.hits.update(enumerate(hits))
    if backend == "compiled":
        table.train_loss[:] = table.train_loss.astype(np.float32)
    view = JobView(
        "0" * 16, spec.model_dump(mode="json"), made.to_json(), "finished", None, None, None, 0.0, 0.0, 1.0, ()
    )
    return view, table


def test_the_better_rule_is_named_and_equal_ones_are_not() -> None:
    found = summarise(*comparison())
    StatisticsAnswer.model_validate(found)
    assert found["conclusion"].startswith("Nesterov momentum is better than Momentum and AdamW (p ≤ 0.0")
    better = {(test["first"], test["second"]): test["better"] for test in found["tests"]}
    assert better == {
        ("Nesterov momentum", "Momentum"): "Nesterov momentum",
        ("Nesterov momentum", "AdamW"): "Nesterov momentum",
        ("Momentum", "AdamW"): None,
    }


def test_the_best_setting_and_its_interval_are_found() -> None:
    rule = summarise(*comparison())["rules"][0]
    assert rule["best"]["settings"] == {"lr": 0.1}
    assert rule["best"]["at_edge"] == []
    low, high = rule["best"]["interval"]
    assert low < rule["best"]["median"] < high
    assert low > 0.075
    assert high < 0.125
    assert (rule["diverged"], rule["runs"]) == (8, 32)
    assert [band["diverged"] for band in rule["sensitivity"]] == [0, 0, 0, 8]
    assert rule["sensitivity"][3]["median"] is None


def test_a_best_value_at_the_end_of_the_grid_is_said() -> None:
    view, table = comparison()
    last = np.arange(8) + 24  # nesterov at lr = 10
    table.diverged[last] = False
    table.train_loss[last] = table.evaluation[last] = 1e-3
    found = summarise(view, table)
    assert found["rules"][0]["best"]["at_edge"] == ["lr"]
    assert [test["better"] for test in found["tests"]] == [None] * 3, "nothing is said for or against such a rule"
    reason = "the best lr of Nesterov momentum lies at the edge of what was tried"
    assert [test["undecided"] for test in found["tests"]] == [reason, reason, None]
    assert found["tests"][0]["verdict"] == f"not decided: {reason}"
    assert reason in report.page(view, found)


def test_nothing_is_ranked_with_one_seed() -> None:
    found = summarise(*comparison(seeds=1))
    assert found["tests"] == []
    assert found["method"].startswith("One seed: nothing is ranked")


def test_what_the_seeds_can_show_is_said() -> None:
    few = summarise(*comparison(seeds=6))["method"]
    assert "With 6 seeds and 3 pairs of rules no difference can be shown" in few
    assert "because p cannot be below 0.094; 7 seeds can." in few
    assert "wins on all 8 seeds, against every setting of the other" in summarise(*comparison(seeds=8))["method"]
    assert "wins on at least 14 of 16 seeds" in summarise(*comparison(seeds=16))["method"]


def test_beside_p_stand_wins_medians_and_diverged_runs_and_the_report_says_them() -> None:
    view, table = comparison()
    found = summarise(view, table)
    test = found["tests"][0]
    assert (test["wins"], test["losses"], test["ties"], test["diverged"]) == (8, 0, 0, [0, 0])
    assert test["medians"] == [rule["best"]["median"] for rule in found["rules"][:2]]
    assert test["verdict"] == "Nesterov momentum is better: on all 8 seeds, whichever setting of Momentum is taken"
    assert all(part in report.page(view, found) for part in ("8, 0, 0", test["verdict"]))


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_run_whose_metric_overflowed_counts_as_diverged_and_its_rule_stays(value: float) -> None:
    view, table = comparison()
    table.evaluation[9, -1] = value  # its loss is finite and no flag was stored
    found = summarise(view, table)
    assert found["complete"]
    assert len(found["tests"]) == 3
    assert found["rules"][0]["diverged"] == 9
    assert found["rules"][0]["best"]["diverged"] == 1
    run = next(run for run in export.runs(view, table) if run["run"] == 9)
    assert (run["outcome"], run["diverged_by"], run["final"]) == ("diverged", 100, None)


def test_a_run_of_a_finished_comparison_without_a_last_record_counts_as_diverged() -> None:
    view, table = comparison()
    table.recorded[9, -1], table.evaluation[9, -1] = False, np.nan
    found = summarise(view, table)
    assert found["complete"]
    assert found["rules"][0]["best"]["diverged"] == 1


def test_where_wins_and_medians_disagree_nothing_is_decided() -> None:
    view, table = comparison(seeds=32)
    ends = table.evaluation[:, -1].reshape(3, 4, 32)
    table.diverged[:] = False
    ends[:] = 1000.0
    ends[0, 1] = [1.0] * 15 + [100.0] * 17
    ends[1, 1] = [2.0] * 17 + [101.0] * 15
    found = summarise(view, table)["tests"][0]
    assert (found["wins"], found["losses"], found["medians"]) == (30, 2, [100.0, 2.0])
    assert found["p_holm"] < 0.05
    assert found["verdict"] == (
        "not decided: Nesterov momentum wins on more seeds, but its median is not the better one"
    )
    assert found["better"] is None


def test_where_larger_is_better_the_larger_is_better() -> None:
    view, table = comparison(workload="mlp_digits")
    found = summarise(view, table)
    assert found["better"] == "higher"
    assert found["rules"][0]["best"]["settings"] == {"lr": 0.01}
    assert found["tests"][0]["gain"] < 0, "Momentum is better"
    low, high = found["rules"][0]["best"]["interval"]
    assert low < high
    bands = found["rules"][0]["sensitivity"][0]
    assert bands["low"] < bands["median"] < bands["high"]


def test_runs_that_are_not_over_are_counted_as_nothing() -> None:
    view, table = comparison()
    view = dataclasses.replace(view, stored="open")
    table.recorded[3, -1] = False
    table.evaluation[3, -1] = np.nan
    found = summarise(view, table)
    assert found["complete"] is False
    assert found["rules"][0]["best"] is None
    assert found["rules"][0]["sensitivity"][0]["n"] == 7
    assert len(found["tests"]) == 1


def test_the_same_table_gives_the_same_statistics() -> None:
    first, second = (json.dumps(summarise(*comparison(seeds=14)), allow_nan=False) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("backend", ["compiled", "reference"])
def test_a_large_result_packed_is_at_most_a_quarter_of_its_json(backend: str) -> None:
    view, table = comparison(seeds=64, backend=backend)
    table = wide(table, 200, np.float32 if backend == "compiled" else np.float64)
    text, packed = "".join(export.as_json(view, table)), export.as_parquet(view, table)
    assert len(text) > 2_000_000
    assert len(packed) <= 0.25 * len(text)


def wide(table: Table, records: int, kind: type[np.floating[Any]]) -> Table:
    """A table with noise in every digit and more records."""
    made = Table.empty(table.runs, np.arange(records) * 10)
    random = np.random.default_rng(1)
    made.train_loss[:] = np.exp(random.standard_normal(made.train_loss.shape)).astype(kind)
    made.recorded[:] = True
    return made


def test_packed_numbers_are_exact_at_the_end_and_have_24_bits_before_it() -> None:
    view, table = comparison()
    table.train_loss[0, 1:4] = 1e300, 1e-310, -1 / 3  # beyond the range of float32
    read = pyarrow.parquet.read_table(io.BytesIO(export.as_parquet(view, table)))
    loss = read["train_loss"].to_numpy(zero_copy_only=False).reshape(table.runs, -1)
    np.testing.assert_array_equal(loss[:, -1], table.train_loss[:, -1])
    np.testing.assert_allclose(loss, table.train_loss, rtol=2.0**-24, atol=0)
    assert not np.array_equal(loss[0], table.train_loss[0])
    evaluation = read["evaluation"].to_numpy(zero_copy_only=False).reshape(table.runs, -1)
    np.testing.assert_array_equal(evaluation, table.evaluation)
    assert b"rounded to 24 significant bits" in read.schema.metadata[b"precision"]


def test_packed_numbers_that_were_computed_in_float32_are_all_exact() -> None:
    view, table = comparison(backend="compiled")
    read = pyarrow.parquet.read_table(io.BytesIO(export.as_parquet(view, table)))
    loss = read["train_loss"].to_numpy(zero_copy_only=False).reshape(table.runs, -1)
    np.testing.assert_array_equal(loss, table.train_loss)


def test_a_report_draws_every_figure_without_a_number_that_is_none() -> None:
    view, table = comparison()
    page = report.page(view, summarise(view, table))
    assert page.count("<figure>") == 4
    assert "24 of 96 runs diverged" in page
    assert "NaN" not in page
    assert "None" not in page
    assert "inf" not in page.replace("font", "")


def test_no_hyperparameter_is_called_like_another_column() -> None:
    for name in registry.rule_names():
        hypers = {hyper.name for hyper in registry.rule(name).hypers} | {"weight_decay"}
        assert not hypers & set(export.COLUMNS)


@pytest.mark.parametrize("form", ["as_json", "as_csv"])
def test_numbers_come_back_with_every_bit(form: str) -> None:
    view, table = comparison()
    text = "".join(getattr(export, form)(view, table))
    if form == "as_json":
        read: Any = json.loads(text)["runs"][5]["train_loss"]
    else:
        lines = [line.split(",") for line in text.splitlines()]
        place = lines[0].index("train_loss")
        read = [float(line[place]) for line in lines[1:] if line[0] == "5"]
    assert read == table.train_loss[5].tolist()
