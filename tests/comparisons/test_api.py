"""The addresses of comparisons: the real application, a real database, no worker unless the test starts one."""

import concurrent.futures
import io
import json
import math
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from descent import registry
from starlette.testclient import TestClient

from app.comparisons.errors import StoreFull
from app.comparisons.planning.cost import SLACK
from app.comparisons.service import Desk
from app.comparisons.shard import Record
from tests.comparisons.by_hand import work

SPEC: dict[str, Any] = {
    "rules": [{"name": "nesterov", "grid": {"lr": [0.1, 0.2]}}],
    "workload": {"name": "noisy_quadratic", "options": {"dimension": 4}},
    "trials": 2,
    "seeds": 2,
    "steps": 20,
    "record_every": 5,
    "backend": "reference",
}


def spec(**changes: Any) -> dict[str, Any]:
    return {**SPEC, **changes}


def submit(client: TestClient, **changes: Any) -> str:
    answer = client.post("/api/comparisons", json=spec(**changes))
    assert answer.status_code in (200, 201), answer.text
    return str(answer.json()["id"])


def test_a_plan_says_what_would_run_and_starts_nothing(client: TestClient, desk: Desk) -> None:
    answer = client.post("/api/comparisons/plan", json=SPEC).json()
    assert answer["sentence"] == ("3 rules × 2 settings × 2 seeds on Noisy quadratic, 20 steps: 12 runs, about 6 s")
    assert [entry["label"] for entry in answer["entries"]] == ["Nesterov momentum", "SGD with momentum", "AdamW"]
    assert [entry["baseline"] for entry in answer["entries"]] == [False, True, True]
    assert {len(entry["settings"]) for entry in answer["entries"]} == {2}
    assert (answer["runs"], answer["shards"], answer["parameters"], answer["workers"]) == (12, 3, 4, 0)
    assert desk.store.jobs.recent() == []


def test_the_same_submission_twice_is_the_same_job(client: TestClient) -> None:
    first = client.post("/api/comparisons", json=SPEC)
    assert first.status_code == 201
    assert first.headers["location"] == f"/api/comparisons/{first.json()['id']}"
    shuffled = json.dumps(dict(reversed(SPEC.items())), indent=3).replace("0.1,", "1e-1,")
    second = client.post("/api/comparisons", content=shuffled, headers={"content-type": "application/json"})
    assert second.status_code == 200
    assert second.json()["id"] == first.json()["id"]
    assert len(client.get("/api/comparisons").json()["jobs"]) == 1


ADAM = ", ".join(choice.name for choice in registry.rule("adam").choices)
MANY = [{"name": "adam"}] * 17

MISTAKES: list[tuple[dict[str, Any], str, str]] = [
    ({"steps": True}, "body.steps", "Input should be a valid integer (given: true or false)"),
    ({"steps": "20"}, "body.steps", "Input should be a valid integer (given: a text)"),
    ({"steps": 20.5}, "body.steps", "Input should be a valid integer (given: a number)"),
    ({"steps": 0}, "body.steps", "Input should be greater than or equal to 1 (given: a whole number)"),
    ({"steps": 10**400}, "body.steps", "Input should be less than or equal to 1000000 (given: a whole number)"),
    ({"steps": math.nan}, "body.steps", "Input should be a valid integer (given: NaN or Infinity)"),
    ({"seeds": math.inf}, "body.seeds", "Input should be a valid integer (given: NaN or Infinity)"),
    ({"surprise": 1}, "body.surprise", "Extra inputs are not permitted (given: a whole number)"),
    ({"backend": "abacus"}, "body.backend", "Input should be 'reference' or 'compiled' (given: a text)"),
    ({"rules": []}, "body.rules", "List should have at least 1 item after validation, not 0 (given: a list)"),
    ({"rules": MANY}, "body.rules", "List should have at most 16 items after validation, not 17 (given: a list)"),
    ({"rules": [{"name": "sgd", "grid": {"lr": [math.nan, 1]}}]}, "body.rules.0.grid.lr.list.0",
     "Input should be a finite number (given: NaN or Infinity)"),
    ({"rules": [{"name": "sgd", "grid": {"lr": [True, 1]}}]}, "body.rules.0.grid.lr.list.0",
     "Input should be a valid number (given: true or false)"),
    ({"rules": [{"name": "sgd", "grid": {"beta": [1, 2]}}]}, "body.rules.0",
     "no hyperparameter of sgd has that name; there are: lr (given: an object)"),
    ({"rules": [{"name": "sgd", "grid": {"lr": [1, 1]}}]}, "body.rules.0",
     "sgd.lr names a value twice; give each once (given: an object)"),
    ({"rules": [{"name": "sgd", "grid": {"lr": {"low": 0.0, "high": 1.0, "points": 2}}}]},
     "body.rules.0.grid.lr.range", "a logarithmic range needs low > 0; or give scale 'linear' (given: an object)"),
    ({"rules": [{"name": "adam", "choices": {"correct_bias": 1}}]}, "body.rules.0",
     "no value of adam.correct_bias has that name; there are: True, False (given: an object)"),
    ({"rules": [{"name": "adam", "choices": {"bias": True}}]}, "body.rules.0",
     f"no choice of adam has that name; there are: {ADAM} (given: an object)"),
    ({"rules": [{"name": "sgd", "grid": {"lr": [1.0, 2.0, 3.0]}}]}, "body",
     "every rule is tuned with trials = 2 settings; the grid of sgd has 3 (given: an object)"),
    ({"rules": [{"name": "sgd"}, {"name": "sgd"}]}, "body",
     "two rules have one label; give each a label of its own (given: an object)"),
    ({"rules": [{"name": "muon"}]}, "body",
     "muon acts on weight matrices, and noisy_quadratic trains vectors only (given: an object)"),
    ({"workload": {"name": "noisy_quadratic", "options": {"dimension": 0}}}, "body.workload",
     "dimension is a whole number from 1 to 10000, given 0 (given: an object)"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "place", "message"), MISTAKES, ids=[f"{m[1]}-{i}" for i, m in enumerate(MISTAKES)])
def test_what_does_not_fit_is_refused_with_the_place_and_what_is_possible(
    client: TestClient, change: dict[str, Any], place: str, message: str
) -> None:
    body = json.dumps(spec(**change))
    answer = client.post("/api/comparisons", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert {"place": place, "message": message} in answer.json()["errors"]


@pytest.mark.parametrize("name", ["rules", "workload"])
def test_an_unknown_name_is_answered_with_the_known_ones_and_not_repeated(client: TestClient, name: str) -> None:
    changed = spec(**{name: [{"name": "nope_nope"}] if name == "rules" else {"name": "nope_nope"}})
    answer = client.post("/api/comparisons", json=changed)
    assert answer.status_code == 422
    assert ("momentum" if name == "rules" else "noisy_quadratic") in answer.json()["errors"][0]["message"]
    assert "nope_nope" not in answer.text


@pytest.mark.parametrize("body", [b"", b"{", b"[" * 100_000, b"\xff\xfe", b"null", b"3", b'"\\ud800"',
                                  b'{"\\ud800": 1}', b'{"rules": [{"name": "\\ud800"}]}', b"9" * 5000])  # fmt: skip
def test_a_body_that_is_no_comparison_is_refused(client: TestClient, body: bytes) -> None:
    answer = client.post("/api/comparisons", content=body, headers={"content-type": "application/json"})
    assert 400 <= answer.status_code < 500
    assert answer.json()["status"] == answer.status_code


def test_a_body_of_two_hundred_megabytes_is_refused_without_being_read(client: TestClient) -> None:
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        for _ in range(200):
            sent += 1
            yield b" " * 1_000_000

    answer = client.post("/api/comparisons", content=endless(), headers={"content-type": "application/json"})
    assert answer.status_code == 413
    declared = client.post("/api/comparisons", content=b"{}", headers={"content-length": "200000000"})
    assert declared.status_code == 413


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"seeds": 256, "trials": 256, "rules": [{"name": "sgd"}]}, "196608 runs are too many; possible: at most 20"),
        ({"steps": 1_000_000, "record_every": 1}, "12000024 recorded numbers are too many"),
        ({"steps": 1_000_000, "record_every": 1000, "seeds": 256,
          "workload": {"name": "noisy_quadratic", "options": {"dimension": 10_000}}}, "are too long; possible:"),
    ],
)  # fmt: skip
def test_a_comparison_beyond_a_limit_is_refused_before_anything_is_queued(
    client: TestClient, desk: Desk, changes: dict[str, Any], part: str
) -> None:
    for address in ("/api/comparisons", "/api/comparisons/plan"):
        answer = client.post(address, json=spec(**changes))
        assert answer.status_code == 422
        assert part in answer.json()["detail"]
    assert desk.store.jobs.recent() == []


def test_a_thousand_submissions_at_once_fill_the_queue_and_harm_nobody(client: TestClient, desk: Desk) -> None:
    submit(client, steps=21)

    def one(number: int) -> tuple[int, str | None, str]:
        answer = client.post("/api/comparisons", json=spec(first_seed=number))
        # Others look at the list meanwhile.
        state = client.get("/api/comparisons").json()["jobs"][0]["state"] if number % 40 == 0 else "queued"
        return answer.status_code, answer.headers.get("retry-after"), state

    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(one, range(1000)))
    created = [each for each in answers if each[0] == 201]
    refused = [each for each in answers if each[0] == 429]
    assert len(created) == desk.settings.max_queued - 1
    assert len(created) + len(refused) == 1000
    assert all(each[1] is not None and int(each[1]) >= 1 for each in refused)
    assert {each[2] for each in answers} == {"queued"}
    work(desk.store)
    assert {job["state"] for job in client.get("/api/comparisons").json()["jobs"]} == {"finished"}
    assert submit(client, first_seed=2000)


def test_a_job_is_seen_from_queued_to_finished(client: TestClient, desk: Desk) -> None:
    job = submit(client)
    waiting = client.get(f"/api/comparisons/{job}").json()
    assert (waiting["state"], waiting["done"], waiting["workers"]) == ("queued", 0, 0)
    desk.store.workers.seen("a", 2)
    lease = desk.store.leases.take("hand", 60.0)
    assert lease is not None
    desk.store.leases.beat(lease, 60.0, 10, 8.0)
    running = client.get(f"/api/comparisons/{job}").json()
    assert (running["state"], running["done"], running["total"], running["workers"]) == ("running", 40, 240, 2)
    assert running["seconds_left"] == 25.0
    desk.store.leases.release(lease)
    work(desk.store)
    over = client.get(f"/api/comparisons/{job}").json()
    assert (over["state"], over["done"], over["diverged"]) == ("finished", 240, 3)
    assert [part["state"] for part in over["parts"]] == ["finished"] * 3


def test_a_plan_learns_from_what_was_finished(client: TestClient, desk: Desk) -> None:
    before = client.post("/api/comparisons/plan", json=spec(seeds=9)).json()["seconds"]
    submit(client)
    work(desk.store)  # each shard says that it took a second, and should have taken a hundredth
    after = client.post("/api/comparisons/plan", json=spec(seeds=9)).json()["seconds"]
    assert after == pytest.approx(before * (1 + SLACK) / SLACK, rel=0.1)


def test_a_job_is_cancelled(client: TestClient) -> None:
    job = submit(client)
    assert client.delete(f"/api/comparisons/{job}").json()["state"] == "cancelled"
    assert client.delete(f"/api/comparisons/{job}").json()["state"] == "cancelled"
    assert submit(client) == job
    assert client.get(f"/api/comparisons/{job}").json()["state"] == "queued"


@pytest.mark.parametrize("path", ["", "/events", "/statistics", "/so-far", "/results.json", "/results.csv"])
def test_a_job_that_is_not_there_is_not_found(client: TestClient, path: str) -> None:
    assert client.get(f"/api/comparisons/{'0' * 16}{path}").status_code == 404
    assert client.get(f"/api/comparisons/nonsense{path}").status_code == 422


def test_diverged_runs_travel_through_every_address(client: TestClient, desk: Desk) -> None:
    job = submit(client)
    work(desk.store)

    def no_constants(name: str) -> float:
        raise AssertionError(f"{name} in JSON")

    answers = {}
    for path in ("", "/statistics", "/results.json"):
        answers[path] = json.loads(client.get(f"/api/comparisons/{job}{path}").text, parse_constant=no_constants)
    runs = answers["/results.json"]["runs"]
    assert [run["outcome"] for run in runs[:4]] == ["finished", "finished", "finished", "diverged"]
    assert runs[3]["diverged_by"] == 10
    assert runs[3]["final"] is None
    assert runs[3]["train_loss"] == [0.25, 1 / 9, None, None, None]
    assert answers["/results.json"]["evaluated_at"] == [20]
    assert answers["/statistics"]["rules"][0]["diverged"] == 1
    assert answers["/statistics"]["rules"][0]["sensitivity"][1]["diverged"] == 1
    lines = client.get(f"/api/comparisons/{job}/results.csv").text.splitlines()
    assert lines[0] == "run,label,rule,baseline,seed,lr,step,train_loss,evaluation,diverged"
    assert lines[18] == "3,Nesterov momentum,nesterov,False,1,0.2,10,,,True"
    assert len(lines) == 1 + 12 * 5
    report = client.get(f"/api/comparisons/{job}/results.html").text
    assert "3 of 12 runs diverged" in report
    assert "nan" not in report.lower().replace("finance", "")


def test_a_part_that_is_being_trained_shows_its_loss_so_far(client: TestClient, desk: Desk) -> None:
    job = submit(client, steps=400, record_every=1)
    assert client.get(f"/api/comparisons/{job}/so-far").json() == {"rules": []}
    lease = desk.store.leases.take("hand", 60.0)
    assert lease is not None
    assert client.get(f"/api/comparisons/{job}/so-far").json() == {"rules": []}

    def record(step: int) -> Record:
        # Two settings of two seeds: the second is the better one, its second seed diverges at step 100.
        bad = (False, False, False, step >= 100)
        return Record(step, (9.0, 8.0, 2.0 / (1 + step), None if bad[3] else 3.0 / (1 + step)), None, bad, 0.1)

    desk.store.rows.put(lease, [record(step) for step in range(51)])
    (rule,) = client.get(f"/api/comparisons/{job}/so-far").json()["rules"]
    assert (rule["label"], rule["part"], rule["step"], rule["steps"], rule["n"]) == ("Nesterov momentum", 1, 50, 400, 2)
    assert rule["settings"] == {"lr": 0.2}
    assert rule["at"] == list(range(51))
    assert rule["loss"]["runs"][0][0] == 2.0
    assert client.get(f"/api/comparisons/{job}/statistics").json()["rules"][0]["best"] is None
    desk.store.rows.put(lease, [record(step) for step in range(51, 300)])
    (rule,) = client.get(f"/api/comparisons/{job}/so-far").json()["rules"]
    assert (len(rule["at"]), rule["at"][0], rule["at"][-1]) == (64, 0, 299)
    assert rule["settings"] == {"lr": 0.1}  # with two seeds one that diverged is half of them
    desk.store.leases.release(lease)
    assert client.get(f"/api/comparisons/{job}/so-far").json() == {"rules": []}


def test_parquet_holds_what_the_csv_holds(client: TestClient, desk: Desk) -> None:
    import pyarrow.parquet as parquet

    job = submit(client)
    work(desk.store)
    table = parquet.read_table(io.BytesIO(client.get(f"/api/comparisons/{job}/results.parquet").content))
    rows = table.to_pylist()
    assert len(rows) == 60
    assert rows[17] == {
        "run": 3, "label": "Nesterov momentum", "rule": "nesterov", "baseline": False, "seed": 1, "lr": 0.2,
        "step": 10, "train_loss": None, "evaluation": None, "diverged": True,
    }  # fmt: skip
    assert rows[16]["train_loss"] == pytest.approx(1 / 9, rel=2**-24)


def test_without_pyarrow_parquet_is_answered_with_how_to_get_it(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = submit(client)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    answer = client.get(f"/api/comparisons/{job}/results.parquet")
    assert answer.status_code == 501
    assert "optimizer-playground[torch]" in answer.json()["detail"]


def test_results_of_a_job_that_has_not_begun_are_empty(client: TestClient) -> None:
    job = submit(client)
    results = client.get(f"/api/comparisons/{job}/results.json").json()
    assert results["steps"] == []
    assert {run["outcome"] for run in results["runs"]} == {"incomplete"}
    statistics = client.get(f"/api/comparisons/{job}/statistics").json()
    assert (statistics["complete"], statistics["tests"], statistics["ecdf"]) == (False, [], None)
    assert "Nothing to draw yet" in client.get(f"/api/comparisons/{job}/results.html").text


def test_a_report_loads_nothing(client: TestClient, desk: Desk) -> None:
    job = submit(client, rules=[{"name": "sgd", "label": "<script>alert(1)</script>"}])
    work(desk.store)
    answer = client.get(f"/api/comparisons/{job}/results.html")
    assert "<script" not in answer.text
    assert not [word for word in ("src=", "href=", "@import", "url(") if word in answer.text]
    assert answer.text.count("<svg") >= 3
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")


def test_a_full_disk_is_said_and_nothing_is_queued(
    client: TestClient, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> bool:
        raise StoreFull("the disk has no room for the record of the runs")

    monkeypatch.setattr(desk.store.jobs, "submit", full)
    answer = client.post("/api/comparisons", json=SPEC)
    assert answer.status_code == 507
    assert "nothing was queued" in answer.json()["detail"]


def events(text: str) -> list[dict[str, str]]:
    """The events of a stream, as field by name."""
    blocks = [block for block in text.replace("\r\n", "\n").split("\n\n") if block and not block.startswith(":")]
    return [dict(line.split(": ", 1) for line in block.splitlines()) for block in blocks]


def test_events_go_on_after_the_last_one_seen(client: TestClient, desk: Desk) -> None:
    job = submit(client)
    work(desk.store)
    told = events(client.get(f"/api/comparisons/{job}/events").text)
    kinds = [each["event"] for each in told]
    assert kinds == ["queued", *["started", "part"] * 3, "finished", "progress", "end"]
    ids = [int(each["id"]) for each in told if "id" in each]
    assert ids == sorted(ids)
    again = events(client.get(f"/api/comparisons/{job}/events", headers={"Last-Event-ID": str(ids[-2])}).text)
    assert [each["event"] for each in again] == ["finished", "progress", "end"]
    assert client.get(f"/api/comparisons/{job}/events", headers={"Last-Event-ID": str(ids[-1])}).status_code == 204
    for strange in ("x", "-1", "9" * 40, "\u00b2"):
        found = client.get(f"/api/comparisons/{job}/events", headers={"Last-Event-ID": strange.encode()})
        assert events(found.text)[0]["event"] == "queued"


def test_more_listeners_than_there_is_room_for_are_told(client: TestClient, desk: Desk) -> None:
    job = submit(client)
    desk.listeners = desk.settings.max_streams
    assert client.get(f"/api/comparisons/{job}/events").status_code == 429
    desk.listeners = 0
    work(desk.store)
    client.get(f"/api/comparisons/{job}/events")
    assert desk.listeners == 0


def test_the_web_process_never_imports_torch() -> None:
    code = (
        "import sys; from app.web.application import create_app; create_app().openapi()\n"
        "import app.comparisons.workers.scheduler, app.cli\n"
        "print([name for name in ('torch', 'ray', 'scipy', 'sklearn', 'pyarrow') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path.cwd())
    assert done.stdout.strip() == "[]"
