"""The comparison with which the page opens says nothing that the same with wider and finer grids contradicts."""

from typing import Any

import numpy as np

from app.comparisons import presets
from app.comparisons.planning import plan
from app.comparisons.results.summary import summarise
from app.comparisons.settings import ComparisonSettings
from app.comparisons.spec import ComparisonSpec
from app.comparisons.store.table import Table
from app.comparisons.store.views import JobView
from app.comparisons.training.execute import execute
from tests.comparisons.doubles import Memory, never


def verdicts(**changes: Any) -> tuple[dict[tuple[str, str], str | None], list[list[str]]]:
    """Who is better in every pair of the first preset, and what lies at an edge, rule by rule."""
    found = trained(presets.FIRST, **changes)
    edges = [rule["best"]["at_edge"] for rule in found["rules"]]
    return {(test["first"], test["second"]): test["better"] for test in found["tests"]}, edges


def trained(name: str, **changes: Any) -> dict[str, Any]:
    """The statistics of a preset, trained for real."""
    given = presets.PRESETS[name][1].to_json()
    options = given.pop("options")
    del given["around"], given["tuning"], given["spaces"], given["across"]
    given["schedule"] = {"name": given["schedule"], "settings": given.pop("scheduleSettings")}
    asked = {
        **given,
        "rules": [{"name": rule} for rule in given["rules"]],
        "workload": {"name": given["workload"], "options": options},
        "record_every": given["steps"],
    }
    return outcome(ComparisonSpec.model_validate(asked | changes))[2]


def outcome(spec: ComparisonSpec) -> tuple[JobView, Table, dict[str, Any]]:
    """A comparison trained for real: its view, its records at the start and the end, its statistics."""
    made = plan.make(spec, ComparisonSettings())
    table = Table.empty(made.runs, np.array([0, spec.steps]))
    table.recorded[:] = True
    for shard in made.shards:
        memory = Memory()
        result = execute(shard, memory, memory, never, uncompiled=True)
        members = [member.index for member in shard.members]
        table.choosing[members] = [np.nan if each is None else each for each in result.choosing]
        table.evaluation[members, 1] = [np.nan if each is None else each for each in result.evaluation]
        table.train_loss[members, :] = np.array(result.train_loss, dtype=float)[:, None]
        table.diverged[members, 1] = [at is not None for at in result.diverged_at]
        table.put_profile(members, result.to_json()["profile"])
    view = JobView(
        "0" * 16, spec.model_dump(mode="json"), made.to_json(), "finished", None, None, None, 0.0, 0.0, 1.0, ()
    )
    return view, table, summarise(view, table)


def test_what_the_first_preset_says_holds_over_seven_powers_of_ten() -> None:
    said, edges = verdicts()
    assert edges == [[]] * 4, "the grids as they come hold every best inside"
    wide, inside = verdicts(trials=15, lr={"low": 1e-4, "high": 1e3, "points": 15})
    assert inside == [[]] * 4
    assert len(said) == 6
    assert said == wide


def test_muon_is_better_at_recall_than_adam_and_descent() -> None:
    found = trained("rare")
    better = {frozenset((test["first"], test["second"])): test["better"] for test in found["tests"]}
    assert {better[frozenset(("Muon", other))] for other in ("Adam", "SGD", "AdamW")} == {"Muon"}
    # What the answer is about: the rare pairs, and not the frequent ones, which all know.
    rare = {rule["label"]: rule["median"][-1] for rule in found["profile"]["rules"]}
    assert rare["Muon"] < 0.6 < rare["SGD"] < rare["Adam"]
    assert max(rule["median"][0] for rule in found["profile"]["rules"]) < 0.01
    assert found["profile"]["at"][0] > found["profile"]["at"][-1]


def test_what_the_page_tells_of_the_noisy_quadratic_turns_with_the_schedule() -> None:
    better, rates, medians = {}, {}, {}
    for schedule in ("constant", "warmup_cosine"):
        found = trained("noise", schedule={"name": schedule})
        better[schedule] = next(
            test["better"] for test in found["tests"] if {test["first"], test["second"]} == {"SGD", "Adam"}
        )
        best = {rule["label"]: rule["best"] for rule in found["rules"]}
        assert not any(each["at_edge"] for each in best.values())
        rates[schedule], medians[schedule] = best["SGD"]["settings"]["lr"], best["SGD"]["median"]
    assert better == {"constant": "Adam", "warmup_cosine": None}
    assert 4 < rates["warmup_cosine"] / rates["constant"] < 5
    assert medians["warmup_cosine"] < 0.25 * medians["constant"]
