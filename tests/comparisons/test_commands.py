"""`compare` and `worker` in a terminal."""

import functools
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from app.cli import cli
from app.commands import compare as compare_command
from app.commands import worker
from app.comparisons.settings import ComparisonSettings
from app.comparisons.store import Store
from tests.comparisons.workplace import PRETEND, over, shard, submission, until

SPEC = """
trials = 2
seeds = 2
steps = 20
record_every = 5
backend = "reference"
rules = [{ name = "nesterov", grid = { lr = [0.1, 0.2] } }]
workload = { name = "noisy_quadratic" }
"""


@pytest.fixture
def spec(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: ComparisonSettings) -> Path:
    monkeypatch.setattr("app.comparisons.service.ComparisonSettings", lambda: settings)
    monkeypatch.setattr(compare_command, "schedule", functools.partial(worker.schedule, module=PRETEND))
    path = tmp_path / "spec.toml"
    path.write_text(SPEC)
    return path


def compare(*arguments: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(cli, ["compare", *map(str, arguments)])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


def test_a_plan_is_said_and_nothing_runs(spec: Path, settings: ComparisonSettings) -> None:
    code, said = compare(spec, "--plan")
    stay = "Grids stay as they are; a rule whose best lies at an edge gets no verdict."
    few = "With 2 seeds and 3 pairs of rules no difference can be shown, because p cannot be below 1; 7 seeds can."
    assert (code, said) == (
        0,
        f"3 rules × 2 settings × 2 seeds on Noisy quadratic, 20 steps: 12 runs, about 6 s\n{stay}\n{few}\n",
    )
    assert not settings.database.exists()


def test_a_comparison_runs_from_a_file_and_leaves_its_results(spec: Path, tmp_path: Path) -> None:
    outs = [tmp_path / f"out.{form}" for form in compare_command.FORMS]
    code, said = compare(spec, *(part for out in outs for part in ("--out", out)))
    assert code == 0
    assert "Nesterov momentum" in said
    assert "SGD with momentum" in said
    assert "value of the function without noise; lower is better" in said
    assert ", at the edge of what was tried: lr (" in said
    assert "not decided: the best lr of Nesterov momentum and lr of " in said
    assert "is better (p" not in said
    results = json.loads((tmp_path / "out.json").read_text())
    assert len(results["runs"]) == 12
    assert (tmp_path / "out.html").read_text().startswith("<!doctype html>")
    assert len((tmp_path / "out.csv").read_text().splitlines()) == 1 + 12 * 5
    assert (tmp_path / "out.parquet").read_bytes()[:4] == b"PAR1"
    again, said = compare(spec)  # over already: nothing runs again
    assert again == 0
    assert "Nesterov momentum" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("steps = ", "is not TOML"),
        ("steps = nan", "steps: Input should be a valid integer (given: NaN or Infinity)"),
        ("steps = 1979-05-27", "steps: Input should be a valid integer (given: something else)"),
        (SPEC.replace("nesterov", "nope"), "rules.0.name: no rule has that name; there are: "),
        (SPEC.replace("steps = 20", "steps = 1000000").replace("every = 5", "every = 1"), "are too many"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_with_what_is_possible(spec: Path, text: str, said: str) -> None:
    spec.write_text(text)
    code, output = compare(spec)
    assert code == 2
    assert said in output


RULE = """
def update(p, g, s, t, xp, *, lr=0.01):
    return -lr * xp.sign(g), {}
"""


def test_a_rule_in_a_file_stands_beside_those_of_the_spec_under_its_name(spec: Path, tmp_path: Path) -> None:
    mine, again, results = tmp_path / "my_rule.py", tmp_path / "other.py", tmp_path / "results.json"
    mine.write_text(RULE)
    again.write_text(RULE.replace("xp.sign(g)", "g"))
    code, said = compare(spec, "--rule", mine, "--rule", again, "--out", results)
    assert code == 0, said
    found = json.loads(results.read_text())
    labels = list(dict.fromkeys(run["label"] for run in found["runs"]))
    assert labels == ["Nesterov momentum", "my_rule", "other", "SGD with momentum", "AdamW"]


def test_a_rule_that_cannot_be_traced_is_refused_with_its_line(spec: Path, tmp_path: Path) -> None:
    mine = tmp_path / "my_rule.py"
    mine.write_text(RULE.replace("xp.sign(g)", "(1 if g.sum() > 0 else 0)"))
    code, said = compare(spec, "--rule", mine)
    assert (code, said.startswith(f"{mine}:3: this branches on data")) == (1, True)
    code, said = compare(spec, "--rule", tmp_path / "none.py")
    assert (code, "there is no file" in said) == (2, True)
    mine.write_text('SCOPE = "matrix"' + RULE)
    code, said = compare(spec, "--rule", mine)
    assert (code, "takes matrices, and noisy_quadratic has none" in said) == (1, True)


def test_a_file_that_is_not_there_and_a_strange_ending_are_said(spec: Path) -> None:
    assert compare(spec.with_name("none.toml"))[0] == 2
    code, said = compare(spec, "--out", "results.xls")
    assert code == 2
    assert "possible: html, json, csv, parquet" in said


def test_without_torch_it_says_how_to_get_it(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit):
        worker.require_torch(lambda _: None)
    assert "`make serve` installs it" in capsys.readouterr().err
    worker.require_torch(lambda _: object())


def test_a_worker_started_beside_the_server_ends_with_it(settings: ComparisonSettings) -> None:
    code = (
        "import time\nfrom app.commands.worker import beside\n"
        "with beside() as there:\n    print(there is not None, flush=True)\n    time.sleep(3600)"
    )
    environment = {**os.environ, "OPTIMIZER_PLAYGROUND_RUNS_VAR": str(settings.var)}
    with Store(settings.database) as store:
        parent = subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE)
        try:
            assert parent.stdout is not None
            assert parent.stdout.readline() == b"True\n"
            until(lambda: store.workers.slots(60.0))
        finally:
            parent.send_signal(signal.SIGKILL)
            parent.wait()
            parent.stdout.close()
        until(lambda: store.workers.slots(1e6) == 0)  # it noticed, and said goodbye


def test_the_scheduler_of_the_worker_command_does_what_waits(settings: ComparisonSettings, store: Store) -> None:
    job = submission(shard())
    store.jobs.submit(job, 5)
    end = threading.Event()
    thread = threading.Thread(target=worker.schedule, args=(settings, end, PRETEND))
    thread.start()
    try:
        assert until(lambda: over(store, job.id)).state == "finished"
    finally:
        end.set()
        thread.join()
    assert store.workers.slots(60.0) == 0
