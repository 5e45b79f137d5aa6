"""What is written for TensorBoard and Optuna is read by these themselves, and comes back as the same comparison."""

import importlib
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient

from app.comparisons.results.export import LOADS, loads
from app.comparisons.service import ComparisonService
from tests.comparisons.exchange.files import imported, plain, results
from tests.comparisons.handing_in import submit
from tests.comparisons.test_made_with import work

API = "/api/comparisons"


# Their own: protocol buffers of an older generator, a dialect of SQLAlchemy.
pytestmark = [
    pytest.mark.filterwarnings("default::DeprecationWarning"),
    pytest.mark.filterwarnings("default::UserWarning"),
]


@pytest.fixture
def job(service: ComparisonService, tmp_path: Path) -> str:  # noqa: ARG001 - the record of the commands
    """Imported runs of two rules, one of which diverged."""
    asked = ("--better", "lower", "--target", 0.45, "--metric", "evaluation")
    return imported(results("import", plain(tmp_path / "mine.csv"), *asked)[1])


def test_event_files_come_back_as_the_same_comparison(client: TestClient, tmp_path: Path, job: str) -> None:
    code, said = results("export", job, tmp_path / "runs")
    assert code == 0, said
    assert "48 runs; tensorboard --logdir" in said
    assert (tmp_path / "runs" / "adam" / "lr=0.001" / "seed=0").is_dir()
    code, said = results("import", tmp_path / "runs", "--better", "lower", "--target", 0.45)
    assert code == 0, said
    assert "imported from runs (TensorBoard)" in said
    back, before = (client.get(f"{API}/{each}/statistics").json() for each in (imported(said), job))
    assert [test["verdict"] for test in back["tests"]] == [test["verdict"] for test in before["tests"]]
    assert [rule["diverged"] for rule in back["rules"]] == [0, 1]
    for mine, theirs in zip(back["rules"], before["rules"], strict=True):
        assert [band["settings"] for band in mine["sensitivity"]] == [
            band["settings"] for band in theirs["sensitivity"]
        ]
        for one, other in zip(mine["sensitivity"], theirs["sensitivity"], strict=True):
            # Its scalars are float32.
            assert one["values"] == [each if each is None else float(np.float32(each)) for each in other["values"]]


def test_event_files_that_do_not_fit_are_refused(service: ComparisonService, tmp_path: Path, job: str) -> None:
    results("export", job, tmp_path / "runs")
    assert results("export", job, tmp_path / "runs") == (
        2,
        f"{tmp_path / 'runs'} is there already; name a folder that is not\n",
    )
    (tmp_path / "empty").mkdir()
    for arguments, expected in (
        ((tmp_path / "empty",), "holds no event file of TensorBoard"),
        ((tmp_path / "runs", "--metric", "nope"), "has no scalar 'nope'; there are: evaluation, train_loss"),
        ((tmp_path / "runs", "--names", "(?P<rule>x)(?P<seed>1)"), "does not fit"),
        ((tmp_path / "runs", plain(tmp_path / "mine.csv")), "files of one kind"),
    ):
        code, said = results("import", *arguments, "--better", "lower")
        assert (code, expected in said) == (2, True), said
    broken = tmp_path / "runs" / "adam" / "lr=0.001" / "seed=0"
    for file in broken.iterdir():
        file.write_bytes(b"\x00" * 100)
    assert results("import", tmp_path / "runs", "--better", "lower")[0] == 2
    assert len(service.store.jobs.recent()) == 1


def test_optuna_loads_a_study_of_each_rule(client: TestClient, tmp_path: Path, job: str) -> None:
    import optuna

    file = tmp_path / "study.sqlite3"
    code, said = results("export", job, file)
    assert code == 0, said
    assert f'adam, sgd; optuna.load_study(study_name="adam", storage="sqlite:///{file}")' in said
    found = client.get(f"{API}/{job}/statistics").json()
    for rule in found["rules"]:
        study = optuna.load_study(study_name=rule["label"], storage=f"sqlite:///{file}")
        assert [trial.params for trial in study.trials] == [band["settings"] for band in rule["sensitivity"]]
        assert [trial.value for trial in study.trials] == pytest.approx(
            [band["median"] for band in rule["sensitivity"]]
        )
        assert study.best_params == rule["best"]["settings"]
        assert study.direction == optuna.study.StudyDirection.MINIMIZE
        assert study.trials[2].user_attrs["reported"] == rule["sensitivity"][2]["values"]
        assert study.user_attrs["comparison"] == job
    assert results("export", job, file)[0] == 2
    assert optuna.importance.get_param_importances(study) == {"lr": 1.0}


@pytest.mark.usefixtures("service")
def test_a_setting_that_diverged_is_a_trial_that_failed(tmp_path: Path) -> None:
    import optuna

    (tmp_path / "x.csv").write_text("rule,setting,seed,step,value\na,lr=1,0,9,nan\na,lr=2,0,9,0.5\n")
    job = imported(results("import", tmp_path / "x.csv", "--better", "higher")[1])
    results("export", job, tmp_path / "x.db")
    study = optuna.load_study(study_name="a", storage=f"sqlite:///{tmp_path / 'x.db'}")
    assert [(trial.state.name, trial.value) for trial in study.trials] == [("FAIL", None), ("COMPLETE", 0.5)]


def test_the_lines_that_load_parquet_do(
    client: TestClient, service: ComparisonService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = submit(client)
    work(service.store)
    assert results("export", job, tmp_path / "it.parquet")[0] == 0
    monkeypatch.chdir(tmp_path)
    for line in loads("it")["parquet"]["code"]:
        found: dict[str, Any] = {}
        exec(line, found)
        table = found["table"]
        assert len(table) == 12, line
        assert "train_loss" in list(table.column_names if "pyarrow" in line else table.columns), line


def test_every_form_has_lines_that_name_its_file() -> None:
    assert {form: len(code) for form, (_, code) in LOADS.items()} == {"html": 0, "json": 1, "csv": 1, "parquet": 3}
    assert all("it." in line for each in loads("it").values() for line in each["code"])


def test_plain_forms_are_written_and_an_unknown_one_is_refused(
    client: TestClient, service: ComparisonService, tmp_path: Path
) -> None:
    job = submit(client)
    work(service.store)
    for form in ("json", "csv", "html", "parquet"):
        code, said = results("export", job[:6], tmp_path / f"it.{form}")
        assert (code, (tmp_path / f"it.{form}").stat().st_size > 0) == (0, True), said
    assert json.loads((tmp_path / "it.json").read_text())["job"] == job
    assert (tmp_path / "it.csv").read_text() == client.get(f"{API}/{job}/results.csv").text
    code, said = results("export", job, tmp_path / "it.xls")
    assert (code, "possible: --form html, json, csv, parquet, tensorboard, optuna" in said) == (2, True)
    assert results("export", "ffff", tmp_path / "it.json")[0] == 2


def test_without_the_extras_it_is_said_how_to_get_them(
    service: ComparisonService, tmp_path: Path, job: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = importlib.util.find_spec
    hidden = ("tensorboard", "optuna")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *rest: None if name in hidden else real(name, *rest))
    for name in hidden:
        monkeypatch.setitem(sys.modules, name, None)
    for out, name in ((tmp_path / "runs", "tensorboard"), (tmp_path / "study.db", "optuna")):
        code, said = results("export", job, out)
        assert (code, f"pip install 'optimizer-playground[{name}]'" in said) == (1, True)
    (tmp_path / "theirs").mkdir()
    assert results("import", tmp_path / "theirs", "--better", "lower")[0] == 1
    assert len(service.store.jobs.recent()) == 1
