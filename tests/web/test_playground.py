"""How the playground opens, before anything has run in a browser."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from descent import registry
from starlette.testclient import TestClient

from app.web.openings import opening


def config(client: TestClient, address: str) -> dict[str, Any]:
    page = client.get(address)
    assert page.status_code == 200, page.text
    found = re.search(r'id="config">(.*?)</script>', page.text)
    assert found
    said: dict[str, Any] = json.loads(found[1])
    return said


@pytest.mark.parametrize("name", [one["name"] for one in opening.lessons()])
def test_every_lesson_opens_with_a_race_that_has_been_run(client: TestClient, name: str) -> None:
    lesson = next(one for one in opening.lessons() if one["name"] == name)
    said = config(client, f"/playground?lesson={name}")["opening"]
    assert len(said["race"]) == len(lesson["racers"]) == len(said["state"]["racers"])
    for run in said["race"]:
        assert run["stop"]["kind"] == "max_steps", "every racer of a lesson uses all its steps"
        assert len(run["points"]) == len(run["losses"]) == lesson["steps"] + 1
    assert lesson["question"].endswith("?"), "a lesson's question ends with a question mark"
    index = (Path(__file__).parents[2] / "static" / "js" / "panels" / "index.js").read_text(encoding="utf-8")
    panels = re.findall(r'listed\("([^"]+)"', index)
    assert lesson.get("panel") in (None, *panels), f"there is no such panel; there are: {', '.join(panels)}"
    assert said["state"]["panel"] == lesson.get("panel")


def test_a_lesson_opens_its_panel_and_refuses_what_nobody_reads() -> None:
    lesson = {**opening.lessons()[0], "panel": "measures"}
    opening.refuse_unknown_keys(lesson)
    assert opening.opening(lesson).state["panel"] == "measures"
    with pytest.raises(ValueError, match="'momentum' has stepz; possible: name, title"):
        opening.refuse_unknown_keys({**lesson, "stepz": 3})


def test_lessons_show_what_they_say() -> None:
    def last(name: str) -> list[float]:
        return [run["points"][-1][0] for run in opening.lesson_opening(name).race]

    adam, amsgrad = last("adam-fails")
    assert adam > 0.9
    assert amsgrad < -0.9
    cycling, converged = (run["loss"] for run in opening.lesson_opening("heavy-ball-cycle").race)
    assert cycling > 1
    assert converged < 1e-12
    settles, restless, leaves = (max(run["losses"][-20:]) for run in opening.lesson_opening("sharp-and-flat").race)
    assert settles < -1.03
    assert restless > -0.9
    assert last("sharp-and-flat")[2] == pytest.approx(0.986, abs=1e-3)
    assert leaves == pytest.approx(-0.980, abs=1e-3)
    slow, fast = sorted(run["loss"] for run in opening.lesson_opening("eps").race)[::-1]
    assert slow > 0.9
    assert fast < 1e-6


@pytest.mark.parametrize("name", sorted(registry.rule_names()))
def test_every_rule_opens_a_race(client: TestClient, name: str) -> None:
    said = config(client, f"/playground?rule={name}")["opening"]["state"]
    assert said["racers"][0]["rule"] == name
    assert len(said["racers"]) > 1


@pytest.mark.parametrize("query", ["lesson=nope", "rule=nope", "controls=nope"])
def test_what_is_unknown_is_answered_with_what_there_is(client: TestClient, query: str) -> None:
    answer = client.get(f"/playground?{query}")
    assert answer.status_code == 404
    assert "there are:" in answer.json()["detail"]


def test_the_page_carries_no_script_or_style_of_its_own(client: TestClient) -> None:
    page = client.get("/playground")
    assert not re.search(r"<script>|<style|\sstyle=|\son\w+=", page.text)
    assert "style-src-attr 'unsafe-inline'" in page.headers["content-security-policy"]


def test_formulas_are_there_for_every_landscape(client: TestClient) -> None:
    found = client.get("/api/formulas").json()
    assert {f"name:{name}" for name in registry.landscape_names()} <= set(found)
    assert all(one.startswith("<math") for one in found.values())
