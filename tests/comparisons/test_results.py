"""What a comparison found, as JSON, CSV, Parquet and a report."""

import io
import json
import re
import sys
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.comparisons.results.made_with import COLUMNS
from app.comparisons.results.rows import row_plot
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
    made = ",".join([*COLUMNS, "schedule", "modifiers", "trained_in"])
    tried = "lr,momentum,weight_decay"  # what the baselines were stored with stands in their settings
    assert lines[0] == f"run,label,rule,baseline,seed,{tried},step,train_loss,evaluation,validation,diverged,{made}"
    assert lines[18].startswith("3,Nesterov momentum,nesterov,False,1,0.2,,,10,,,,True,not recorded,")
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
        "step": 10, "train_loss": None, "evaluation": None, "validation": None, "diverged": True,
        "momentum": None, "weight_decay": None,
        **dict.fromkeys(COLUMNS, "not recorded"), "schedule": "constant rate", "modifiers": "",
        "trained_in": "",
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


def test_the_rules_of_a_report_stand_from_the_best_down_and_what_diverged_last_without_a_mark() -> None:
    def rule(label: str, median: float | None, interval: list[float | None] | None) -> dict[str, Any]:
        return {"label": label, "best": {"median": median, "interval": interval}}

    rules = [rule("gone & lost", None, [0.5, None]), rule("good", 0.1, [0.05, 0.2]), {"label": "waits", "best": None}]
    for better, order in (
        ("lower", ["good", "fair", "gone &amp; lost"]),
        ("higher", ["fair", "good", "gone &amp; lost"]),
    ):
        drawn = row_plot([*rules, rule("fair", 0.3, None)], better, "loss")
        assert re.findall('<text x="0"[^>]*>([^<]+)', drawn) == order
        assert drawn.count("<circle") == 2
        assert drawn.count('class="line"') == 2
    assert row_plot(rules[:1], "lower", "loss").count("<circle") == 0
    assert row_plot(rules[2:], "lower", "loss") == ""


def test_a_report_loads_nothing(client: TestClient, service: ComparisonService) -> None:
    job = submit(client, rules=[{"name": "sgd", "label": "<script>alert(1)</script>"}])
    work(service.store)
    answer = client.get(f"/api/comparisons/{job}/results.html")
    assert "<script" not in answer.text
    assert not [word for word in ("src=", "href=", "@import", "url(") if word in answer.text]
    assert answer.text.count("<svg") >= 3
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
