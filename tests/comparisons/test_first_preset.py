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
    """Who is better in every pair of the first preset, trained for real, and what lies at an edge, rule by rule."""
    given = presets.PRESETS[presets.FIRST][1].to_json()
    options = given.pop("options")
    asked = {
        **given,
        "rules": [{"name": rule} for rule in given["rules"]],
        "workload": {"name": given["workload"], "options": options},
        "record_every": given["steps"],
    }
    spec = ComparisonSpec.model_validate(asked | changes)
    made = plan.make(spec, ComparisonSettings())
    table = Table.empty(made.runs, np.array([0, spec.steps]))
    table.recorded[:] = True
    for shard in made.shards:
        memory = Memory()
        result = execute(shard, memory, memory, never, uncompiled=True)
        members = [member.index for member in shard.members]
        table.evaluation[members, 1] = [np.nan if each is None else each for each in result.evaluation]
        table.train_loss[members, :] = np.array(result.train_loss, dtype=float)[:, None]
        table.diverged[members, 1] = [at is not None for at in result.diverged_at]
    view = JobView(
        "0" * 16, spec.model_dump(mode="json"), made.to_json(), "finished", None, None, None, 0.0, 0.0, 1.0, ()
    )
    found = summarise(view, table)
    edges = [rule["best"]["at_edge"] for rule in found["rules"]]
    return {(test["first"], test["second"]): test["better"] for test in found["tests"]}, edges


def test_what_the_first_preset_says_holds_over_seven_powers_of_ten() -> None:
    said, edges = verdicts()
    assert edges == [[]] * 4, "the grids as they come hold every best inside"
    wide, inside = verdicts(trials=15, lr={"low": 1e-4, "high": 1e3, "points": 15})
    assert inside == [[]] * 4
    assert len(said) == 6
    assert said == wide
