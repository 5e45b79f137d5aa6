"""What a comparison found, as JSON, CSV, Parquet and a report."""

import io
import json
import sys

import pytest
from starlette.testclient import TestClient

from app.comparisons.results.made_with import COLUMNS
from app.comparisons.service import ComparisonService
from tests.comparisons.by_hand import work
from tests.comparisons.handing_in import submit


def test_diverged_runs_travel_through_every_address(client: TestClient, service: ComparisonService) -> None:
    job = submit(client)
    work(service.store)

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
    made = ",".join([*COLUMNS, "schedule", "modifiers"])
    tried = "lr,momentum,weight_decay"  # what the baselines were stored with stands in their settings
    assert lines[0] == f"run,label,rule,baseline,seed,{tried},step,train_loss,evaluation,diverged,{made}"
    assert lines[18].startswith("3,Nesterov momentum,nesterov,False,1,0.2,,,10,,,True,not recorded,")
    assert len(lines) == 1 + 12 * 5
    report = client.get(f"/api/comparisons/{job}/results.html").text
    assert "3 of 12 runs diverged" in report
    assert "nan" not in report.lower().replace("finance", "")


def test_parquet_holds_what_the_csv_holds(client: TestClient, service: ComparisonService) -> None:
    import pyarrow.parquet as parquet

    job = submit(client)
    work(service.store)
    table = parquet.read_table(io.BytesIO(client.get(f"/api/comparisons/{job}/results.parquet").content))
    rows = table.to_pylist()
    assert len(rows) == 60
    assert rows[17] == {
        "run": 3, "label": "Nesterov momentum", "rule": "nesterov", "baseline": False, "seed": 1, "lr": 0.2,
        "step": 10, "train_loss": None, "evaluation": None, "diverged": True, "momentum": None, "weight_decay": None,
        **dict.fromkeys(COLUMNS, "not recorded"), "schedule": "constant rate", "modifiers": "",
    }  # fmt: skip
    assert rows[16]["train_loss"] == pytest.approx(1 / 9, rel=2**-24)


def test_without_pyarrow_parquet_is_answered_with_how_to_get_it(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = submit(client)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    answer = client.get(f"/api/comparisons/{job}/results.parquet")
    assert answer.status_code == 501
    assert "`make serve` installs" in answer.json()["detail"]


def test_results_of_a_comparison_that_has_not_begun_are_empty(client: TestClient) -> None:
    job = submit(client)
    results = client.get(f"/api/comparisons/{job}/results.json").json()
    assert results["steps"] == []
    assert {run["outcome"] for run in results["runs"]} == {"incomplete"}
    statistics = client.get(f"/api/comparisons/{job}/statistics").json()
    assert (statistics["complete"], statistics["tests"], statistics["ecdf"]) == (False, [], None)
    assert "Nothing to draw yet" in client.get(f"/api/comparisons/{job}/results.html").text


def test_a_report_loads_nothing(client: TestClient, service: ComparisonService) -> None:
    job = submit(client, rules=[{"name": "sgd", "label": "<script>alert(1)</script>"}])
    work(service.store)
    answer = client.get(f"/api/comparisons/{job}/results.html")
    assert "<script" not in answer.text
    assert not [word for word in ("src=", "href=", "@import", "url(") if word in answer.text]
    assert answer.text.count("<svg") >= 3
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
