"""Comparisons have names, can be told apart, taken out of the lists and brought back, and be run again with changes."""

import html
import re
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.comparisons import presets
from app.comparisons.service import ComparisonService
from app.comparisons.settings import ComparisonSettings
from app.comparisons.store import Store
from app.comparisons.store.jobs import UNDOABLE
from tests.comparisons.by_hand import work
from tests.comparisons.handing_in import SPEC, spec, submit
from tests.comparisons.workplace import shard, submission


def listed(client: TestClient) -> list[str]:
    return [job["id"] for job in client.get("/api/comparisons").json()["jobs"]]


def test_a_comparison_is_called_by_its_rules_its_workload_and_its_seeds(client: TestClient) -> None:
    name = submit(client)
    assert client.get(f"/api/comparisons/{name}").json()["title"] == "Nesterov momentum · Noisy quadratic · 2 seeds"
    rules = [{"name": rule} for rule in ("adam", "lion", "sgd", "adamw", "rmsprop", "adagrad")]
    name = submit(client, rules=rules, workload={"name": "landscape", "options": {"landscape": "ravine"}}, seeds=1)
    title = client.get(f"/api/comparisons/{name}").json()["title"]
    assert re.fullmatch(r"Adam, Lion, SGD, AdamW, 2 more · .+ \(ravine\) · 1 seed", title)


def test_its_files_are_called_after_it_and_read_by_the_line_that_stands_beside_them(
    client: TestClient, service: ComparisonService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = submit(client)
    work(service.store)
    monkeypatch.chdir(tmp_path)
    page = html.unescape(client.get(f"/compare/{name}").text)
    seen: dict[str, object] = {}
    for form in ("json", "csv", "parquet"):
        answer = client.get(f"/api/comparisons/{name}/results.{form}")
        file = f"nesterov-momentum-noisy-quadratic-2-seeds-{name[:6]}.{form}"
        assert answer.headers["content-disposition"] == f'attachment; filename="{file}"'
        Path(file).write_bytes(answer.content)
        # For Parquet there are lines for other libraries too, which not everybody has.
        line, *_others = re.findall(f"<code>([^<]+{re.escape(file)}[^<]+)</code>", page)
        exec(line, seen)
    found: Any = seen
    assert len(found["found"]["runs"]) == 12
    assert len(found["lines"]) == found["table"].num_rows == 60
    for given, called in (("Früh & spät: 1/2", "fruh-spat-1-2"), ("比較", "comparison"), ("x" * 99, "x" * 60)):
        client.patch(f"/api/comparisons/{name}", json={"name": given})
        said = client.get(f"/api/comparisons/{name}/results.json").headers["content-disposition"]
        assert said == f'attachment; filename="{called}-{name[:6]}.json"'


def test_a_person_calls_it_something_else_and_takes_that_back(client: TestClient) -> None:
    name = submit(client)
    usual = client.get(f"/api/comparisons/{name}").json()["title"]
    for given, called in (("  Friday <b>", "Friday <b>"), ("   ", usual), ("ü" * 120, "ü" * 120), (None, usual)):
        answer = client.patch(f"/api/comparisons/{name}", json={"name": given}).json()
        assert (answer["title"], answer["id"]) == (called, name)
        page = client.get("/compare").text
        assert called.replace("<", "&lt;").replace(">", "&gt;") in page
    assert client.patch(f"/api/comparisons/{name}", json={"name": "x" * 121}).status_code == 422
    assert client.patch(f"/api/comparisons/{name}", json={"surprise": 1}).status_code == 422
    assert client.patch("/api/comparisons/0123456789abcdef", json={"name": "x"}).status_code == 404


def test_what_is_left_out_of_a_change_stays(client: TestClient, service: ComparisonService) -> None:
    name = submit(client)
    work(service.store)
    client.patch(f"/api/comparisons/{name}", json={"name": "mine"})
    client.patch(f"/api/comparisons/{name}", json={"removed": True})
    assert client.patch(f"/api/comparisons/{name}", json={"removed": False}).json()["name"] == "mine"


def test_a_removed_comparison_is_in_no_list_and_comes_back(client: TestClient, service: ComparisonService) -> None:
    first, second = submit(client), submit(client, seeds=3)
    work(service.store)
    assert client.patch(f"/api/comparisons/{first}", json={"removed": True}).json()["removed"] is not None
    assert listed(client) == [second]
    assert first not in client.get("/compare").text
    assert first not in client.get(f"/compare/{second}").text, "nor is it offered beside another"
    assert client.get(f"/api/comparisons/{first}").status_code == 200
    client.patch(f"/api/comparisons/{first}", json={"removed": False})
    assert set(listed(client)) == {first, second}


def test_handing_it_in_again_brings_it_back(client: TestClient, service: ComparisonService) -> None:
    name = submit(client)
    work(service.store)
    client.patch(f"/api/comparisons/{name}", json={"removed": True})
    assert client.post("/api/comparisons", json=SPEC).json()["id"] == name
    assert listed(client) == [name]


def test_what_is_not_over_is_not_removed(client: TestClient) -> None:
    name = submit(client)
    answer = client.patch(f"/api/comparisons/{name}", json={"removed": True, "name": "mine"})
    assert answer.status_code == 409
    assert "Cancel it first" in answer.json()["detail"]
    assert client.get(f"/api/comparisons/{name}").json()["name"] is None, "nothing was changed"


def test_a_removed_one_is_deleted_after_a_week_when_another_is_removed(settings: ComparisonSettings) -> None:
    now = 1e9
    with Store(settings.database, clock=lambda: now) as store:
        first, second, third = (submission(shard(place)) for place in range(3))
        for job in (first, second, third):
            store.jobs.submit(job, 5)
            work(store)
        store.jobs.remove(first.id)
        now += UNDOABLE - 1
        store.jobs.remove(first.id)  # again: the week counts from the first time
        store.jobs.remove(second.id)
        assert store.jobs.get(first.id) is not None
        now += 2
        store.jobs.remove(third.id)
        assert store.jobs.get(first.id) is None
        assert store.jobs.get(second.id) is not None
        assert store.database.read("SELECT count(*) FROM records WHERE shard NOT IN (SELECT id FROM shards)")[0][0] == 0


@pytest.mark.parametrize("changes", [{}, {"workload": {"name": "landscape", "options": {"landscape": "ravine"}}}])
def test_the_form_is_filled_with_what_was_asked_before(client: TestClient, changes: dict[str, object]) -> None:
    name = submit(client, **changes)
    asked = spec(**changes)
    chosen = presets.of_spec(client.get(f"/api/comparisons/{name}").json()["spec"])
    assert chosen.rules == ("nesterov",)
    assert (chosen.trials, chosen.seeds, chosen.steps, chosen.backend) == (2, 2, 20, "reference")
    assert (chosen.workload, asked["workload"]["options"].items() <= dict(chosen.options).items()) == (
        asked["workload"]["name"],
        True,
    )
    page = client.get(f"/compare?from={name}").text
    assert re.search(r'value="nesterov"[^>]* checked', page)
    assert not re.search(r'value="adam"[^>]* checked', page)
    assert client.get("/compare?from=nope").status_code == 200
    assert f'href="/compare?from={name}"' in client.get(f"/compare/{name}").text


def test_the_settings_of_a_schedule_are_planned_drawn_and_run_again(client: TestClient) -> None:
    own = {"name": "warmup_cosine", "settings": {"warmup": 0.5}}
    shape = client.post("/api/comparisons/plan", json=spec(schedule=own, steps=121)).json()["schedule_shape"]
    assert len(shape) == 61
    assert shape[0] == 0
    assert shape.index(max(shape)) == 30, "half of the steps warm up"
    assert set(client.post("/api/comparisons/plan", json=spec(schedule=None)).json()["schedule_shape"]) == {1.0}
    name = submit(client, schedule=own)
    chosen = presets.of_spec(client.get(f"/api/comparisons/{name}").json()["spec"])
    assert (chosen.schedule, dict(chosen.schedule_settings)) == (own["name"], own["settings"])
    assert chosen.to_json()["scheduleSettings"] == {"warmup": 0.5}


@pytest.mark.parametrize("given", ['{"nope": 1}', '{"warmup": 2}', "[1]", "{", "NaN", '{"warmup": NaN}', "[" * 9999])
def test_settings_of_a_schedule_that_do_not_fit_are_said_and_left_out(given: str) -> None:
    query = {"schedule": "warmup_cosine", "schedule_settings": given}
    choices, said = presets.from_address(query)
    assert choices.schedule_settings == {}
    assert said == ["The settings of the schedule in the address do not fit; there are: warmup, start, end, power."]
    choices, said = presets.from_address(query | {"schedule_settings": '{"warmup": 0.3}'})
    assert (dict(choices.schedule_settings), said) == ({"warmup": 0.3}, [])
