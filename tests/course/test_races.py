"""Solutions race in the playground: what the page appends makes a rule of them that takes the built-in rule's path."""

import json
from typing import Any

import numpy as np
import pytest
from descent import registry
from descent.browser import Door, Sandbox

from app.course import catalog, races
from tests.descent.conftest import unpacked

STEPS = 60


def raced(door: Any, ground: dict[str, Any], racer: dict[str, Any]) -> np.ndarray:
    asked = {"ground": ground, "racers": [{"id": "one", **racer}], "steps": STEPS}
    value, arrays = unpacked(*door.call("studio.race", json.dumps(asked)))
    assert "error" not in value, value
    assert value["racers"][0].get("outcome", "done") == "done", value
    return arrays["points.0"]


def test_every_problem_races_or_says_why_it_cannot():
    said = set(races.stored()) - {"not"}
    assert said | set(races.stored()["not"]) == set(catalog.slugs())
    assert not said & set(races.stored()["not"])
    assert said == {one.slug for one in catalog.problems() if races.race(one)}


@pytest.mark.parametrize("slug", sorted(set(races.stored()) - {"not"}))
def test_the_reference_takes_the_path_of_the_rule(slug: str):
    race = races.race(catalog.problem(slug))
    assert race
    source = catalog.files_for_browser(slug)["reference.py"] + race.code
    rule = registry.rule(race.rule)
    known = {hyper.name: hyper for hyper in rule.hypers}
    settings = {name: known[name].default for name in race.hypers if name in known}
    settings |= {"weight_decay": 0.0} if "weight_decay" in known and "weight_decay" not in race.settings else {}
    settings["lr"] = 0.01
    ground: dict[str, Any] = {"family": "matrix_quadratic"} if rule.scope == "matrix" else {"name": "himmelblau"}
    typed = {"source": source, "settings": {key: settings[key] for key in race.hypers if key in settings}}
    mine = raced(Sandbox(np), ground, typed)
    built_in = raced(Door(np), ground, {"rule": race.rule, "settings": {**settings, **race.settings}})
    assert len(mine) == STEPS + 1
    np.testing.assert_allclose(mine, built_in, rtol=1e-9, atol=1e-12)
