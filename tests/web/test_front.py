"""The front page: what its slider bends, and where its doors lead."""

import json
import re
from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient

from app.course import catalog
from app.web.openings import opening
from app.web.openings.bending import EVERY, RATES, front_page_paths


def config(client: TestClient) -> dict[str, Any]:
    found = re.search(r'id="config">(.*?)</script>', client.get("/").text)
    assert found
    said: dict[str, Any] = json.loads(found[1])
    return said


def test_the_slider_opens_at_the_race_that_is_shown(client: TestClient) -> None:
    said, first = config(client), opening.default_opening()
    usual = said["bent"][said["usual"]]
    assert usual["lr"] == first.state["racers"][0]["settings"]["lr"]
    drawn = [[float(number) for number in point.split()] for point in usual["path"][1:].split("L")]
    shown = [[float(number) for number in point.split()] for point in first.paths[0][1:].split("L")][::EVERY]
    assert np.array(drawn) == pytest.approx(np.array(shown), abs=0.6)
    assert front_page_paths()[said["usual"]].loss == pytest.approx(first.race[0]["loss"])


def test_the_rates_rise_evenly_from_a_tenth_to_ten_times_the_usual_one(client: TestClient) -> None:
    rates = [one["lr"] for one in config(client)["bent"]]
    assert rates == list(RATES)
    assert np.diff(np.log(rates)) == pytest.approx(np.log(100) / (len(rates) - 1), rel=0.05)
    assert len({one["path"] for one in config(client)["bent"]}) == len(rates), "every rate bends the path"


def test_every_door_has_a_first_thing_to_do_that_is_there(client: TestClient) -> None:
    page = client.get("/").text
    doors = re.findall(r'<p class="first"><a href="([^"]+)">', page)
    assert [re.split(r"[/?]", door)[1] for door in doors] == ["playground", "problems", "compare"]
    for door in doors:
        assert client.get(door).status_code == 200
    said = config(client)
    assert [one["slug"] for one in said["course"]] == [one.slug for one in catalog.problems()]
    for one in (*said["course"], *said["lessons"]):
        assert client.get(one["address"]).status_code == 200
