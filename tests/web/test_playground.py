"""How the playground opens, before anything has run in a browser."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from descent import registry
from starlette.testclient import TestClient

from app.web.openings import opening
from app.web.routes import playground
from app.web.routes.playground import PARTS


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


def test_the_share_sheet_hides_the_parts_that_the_address_can_name() -> None:
    folder = Path(__file__).parents[2]
    sheet = (folder / "static/js/pages/playground/shared-link.js").read_text(encoding="utf-8")
    named = re.findall(r'^  \["([\w-]+)", "', sheet.split("HIDEABLE")[0], re.MULTILINE)
    named += re.findall(r'NO_CODE = "([\w-]+)"', sheet)
    assert [*named, "none"] == [*PARTS[:-2], "no-code", "none"]
    written = (folder / "docs/classroom.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `([\w-]+)` \|", written, re.MULTILINE) == list(PARTS)


def test_the_page_carries_no_script_or_style_of_its_own(client: TestClient) -> None:
    page = client.get("/playground")
    assert not re.search(r"<script>|<style|\sstyle=|\son\w+=", page.text)
    assert "style-src-attr 'unsafe-inline'" in page.headers["content-security-policy"]


def test_the_sheet_has_every_landscape_of_the_menu_that_paths_are_watched_on_once(client: TestClient) -> None:
    groups = client.get("/api/landscape-sheet").json()
    found = [one for group in groups for one in group["landscapes"]]
    catalog = playground.catalog()
    flat = [f"family:{one['name']}" for one in catalog["families"] if one["dim"] <= 2]
    assert sorted(one["value"] for one in found) == sorted(
        [f"name:{one['name']}" for one in catalog["landscapes"]] + flat
    )
    trait = {one["title"]: group["trait"] for group in groups for one in group["landscapes"]}
    expected = {"Rosenbrock": "Ravines and valleys", "Saddle": "Saddles", "Rastrigin": "Many minima", "Sphere": "Bowls"}
    assert {title: trait[title] for title in expected} == expected
    assert all(one["thin"] and one["thick"] for one in found if trait[one["title"]] != "One coordinate")


def test_formulas_are_there_for_every_landscape(client: TestClient) -> None:
    found = client.get("/api/formulas").json()
    assert {f"name:{name}" for name in registry.landscape_names()} <= set(found)
    assert all(one.startswith("<math") for one in found.values())
