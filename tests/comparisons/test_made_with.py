"""What numbers were made with stands in every file, is part of a job's identity, and is held against today."""

import csv
import dataclasses
import io
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest
from starlette.testclient import TestClient

from app.comparisons.planning import content, plan
from app.comparisons.results import made_with
from app.comparisons.service import ComparisonService
from app.comparisons.settings import ComparisonSettings
from app.comparisons.shard import Record, Result, Shard
from app.comparisons.spec import ComparisonSpec
from app.comparisons.store import Store
from app.comparisons.store.schema import loads
from app.comparisons.versions import execution_version, rule_version, workload_version
from tests.comparisons.handing_in import submit

API = "/api/comparisons"


def made_of(shard: Shard) -> dict[str, str]:
    """What a worker says that has all of today's versions."""
    return {
        "rule": rule_version(shard.rule),
        "workload": workload_version(shard.workload, shard.options),
        "execution": execution_version(),
        "program": "1.0", "python": "3.11.2", "torch": "2.9.0+cpu", "numpy": "2.4.0", "device": "cpu (x86_64)",
        "step": "reference", "date": "2026-11-28T06:00:00+00:00",
    }  # fmt: skip


def work(store: Store) -> None:
    while (lease := store.leases.take("hand", 60.0)) is not None:
        shard = lease.work
        ends = tuple(1.0 + member.index for member in shard.members)
        store.rows.put(lease, [Record(shard.steps, ends, ends, (False,) * len(ends), 0.1)])
        died = (None,) * len(ends)
        result = Result(
            "finished", shard.steps, ends, ends, died, "reference", "cpu", 1.0, 0.01, made_of(shard)
        )  # fmt: skip
        store.leases.finish(lease, result)


@pytest.fixture
def job(client: TestClient, service: ComparisonService) -> str:
    name = submit(client)
    work(service.store)
    return name


def test_every_file_says_what_it_was_made_with(client: TestClient, job: str) -> None:
    known = {rule_version("nesterov"), workload_version("noisy_quadratic", {}), execution_version(), "2.9.0+cpu"}
    known |= {"cpu (x86_64)", "2026-11-28T06:00:00+00:00", "reference"}
    files = {form: client.get(f"{API}/{job}/results.{form}") for form in ("json", "csv", "parquet", "html")}
    as_json = files["json"].json()["made_with"]
    assert as_json["rule_versions"]["Nesterov momentum"] == rule_version("nesterov")
    assert as_json["torch"] == "2.9.0+cpu"
    for line in csv.DictReader(io.StringIO(files["csv"].text)):
        assert {line[column] for column in made_with.COLUMNS} > known - {rule_version("nesterov")}
        assert line["rule_version"] == rule_version(line["rule"])
    verdicts = files["json"].json()["verdicts"]
    assert [len(verdicts), files["json"].json()["at_edge"]["Nesterov momentum"]] == [3, ["lr"]]
    assert all(each["verdict"].startswith("not decided: the best lr of") for each in verdicts)
    table = pyarrow.parquet.read_table(io.BytesIO(files["parquet"].content))
    assert set(made_with.COLUMNS) < set(table.column_names)
    assert json.loads(table.schema.metadata[b"made_with"]) == as_json
    assert all(each in files["html"].text for each in known)
    words = client.get(f"{API}/{job}").json()["made_in_words"]
    assert all(each in words for each in known)


def test_every_file_says_what_learning_rates_followed_and_what_stands_around_a_rule(
    client: TestClient, service: ComparisonService
) -> None:
    rules = [
        {"name": "nesterov", "modifiers": ["clipping"], "schedule": {"name": "linear"}},
        {"name": "nesterov", "label": "Plain"},
    ]
    job = submit(client, rules=rules, schedule={"name": "warmup_cosine", "settings": {"warmup": 0.2}})
    work(service.store)
    both = "linear", "warm-up + cosine (warmup 0.2)"
    files = {form: client.get(f"{API}/{job}/results.{form}") for form in ("json", "csv", "parquet", "html")}
    runs = {run["label"]: (run["schedule"], run["modifiers"]) for run in files["json"].json()["runs"]}
    assert runs["Nesterov momentum + clipping, linear"] == (both[0], ["clipping"])
    assert runs["Plain"] == (both[1], [])
    lines = list(csv.DictReader(io.StringIO(files["csv"].text)))
    assert {(line["label"], line["schedule"], line["modifiers"]) for line in lines} == {
        ("Nesterov momentum + clipping, linear", "linear", "clipping"),
        ("Plain", both[1], ""),
        ("SGD with momentum", both[1], ""),
        ("AdamW", both[1], ""),
    }
    table = pyarrow.parquet.read_table(io.BytesIO(files["parquet"].content))
    assert set(table.column("schedule").to_pylist()) == set(both)
    made = files["json"].json()["made_with"]
    assert made["schedules"]["Plain"] == both[1]
    assert made["modifiers"] == {"Nesterov momentum + clipping, linear": "clipping"}
    assert "<td>learning rate of Plain</td><td>warm-up + cosine (warmup 0.2)</td>" in files["html"].text
    assert "<td>modifiers of Nesterov momentum + clipping, linear</td><td>clipping</td>" in files["html"].text
    assert client.get(f"{API}/{job}").json()["made_in_words"].endswith(f"Learning rates: {both[0]} or {both[1]}.")
    method = client.get(f"{API}/{job}/statistics").json()["method"]
    assert f"Learning rates follow a schedule: {both[0]} or {both[1]}" in method
    usual = submit(client)
    assert "Learning rates are constant" in client.get(f"{API}/{usual}/statistics").json()["method"]


def test_a_repaired_rule_makes_another_comparison_and_the_old_one_says_so(
    client: TestClient, service: ComparisonService, job: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get(f"{API}/{job}").json()["earlier"] is None
    assert submit(client) == job, "nothing has changed: it is the same job"

    def repaired(name: str) -> str:
        return "0" * 12 if name == "nesterov" else rule_version(name)

    for each in (plan, content):
        monkeypatch.setattr(each, "rule_version", repaired)
    monkeypatch.setattr(made_with, "rule_version", repaired)
    said = "Made with an earlier version of nesterov: run again."
    assert client.get(f"{API}/{job}").json()["earlier"] == said
    assert said in client.get(f"/compare/{job}").text
    assert "with an earlier version" in client.get("/compare").text
    assert said in client.get(f"{API}/{job}/results.html").text
    again = submit(client)
    assert again != job
    assert client.get(f"{API}/{again}").json()["state"] == "queued"
    assert client.get(f"{API}/{job}").json()["state"] == "finished", "the old numbers stand, as what they are"
    assert service.store.rows.table(job).runs == 12


@pytest.mark.parametrize(
    ("module", "name", "said"),
    [
        (made_with, "workload_version", "an earlier version of noisy_quadratic: run again."),
        (made_with, "execution_version", "an earlier version of the training: run again."),
    ],
)
def test_another_workload_or_training_is_said_too(
    client: TestClient, job: str, monkeypatch: pytest.MonkeyPatch, module: Any, name: str, said: str
) -> None:
    monkeypatch.setattr(module, name, lambda *_: "0" * 12)
    assert client.get(f"{API}/{job}").json()["earlier"].endswith(said)


def test_a_record_from_before_there_were_versions_opens_whole(
    client: TestClient, service: ComparisonService, job: str
) -> None:
    with service.store.database.write() as cursor:
        row = cursor.execute("SELECT plan FROM jobs").fetchone()
        older = loads(row["plan"])
        for key in ("versions", "moves", "moved", "members_per_shard", "parts"):
            del older[key]
        for entry in older["entries"]:
            del entry["probed"], entry["aside"]
        cursor.execute("UPDATE jobs SET plan = ?", (json.dumps(older),))
        cursor.execute("UPDATE shards SET result = json_remove(result, '$.made_with', '$.step_seconds')")
    detail = client.get(f"{API}/{job}").json()
    assert detail["earlier"] == "Made before versions were recorded: run again."
    assert [part["label"] for part in detail["parts"]] == [entry["label"] for entry in detail["entries"]]
    for form in ("json", "csv", "parquet", "html"):
        assert client.get(f"{API}/{job}/results.{form}").status_code == 200
    assert client.get(f"{API}/{job}/statistics").json()["complete"] is True
    assert client.get(f"/compare/{job}").status_code == 200


def test_the_identity_of_a_job_is_all_that_makes_its_numbers(tmp_path: Path) -> None:
    spec = ComparisonSpec.model_validate({"rules": [{"name": "adam"}], "workload": {"name": "mlp_digits"}})
    made = plan.make(spec, ComparisonSettings(var=tmp_path))
    same = plan.make(spec, ComparisonSettings(var=tmp_path))
    assert made.identity(spec) == same.identity(spec)
    other = {**made.versions, "execution": "another"}
    assert dataclasses.replace(made, versions=other).identity(spec) != made.identity(spec)
    fewer = (*made.entries[:-1], dataclasses.replace(made.entries[-1], settings=made.entries[-1].settings[1:]))
    assert dataclasses.replace(made, entries=fewer).identity(spec) != made.identity(spec)
    assert set(made.versions["rules"]) == {"adam", "momentum", "adamw"}
