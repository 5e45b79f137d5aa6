"""Runs of others become a comparison with the same statistics and pages, marked as imported."""

import json
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.comparisons.errors import NotReady
from app.comparisons.service import ComparisonService
from tests.comparisons.exchange.files import RATES, SEEDS, STEPS, imported, lines, medians, plain, results, value
from tests.comparisons.handing_in import submit

API = "/api/comparisons"


def test_a_plain_csv_becomes_a_comparison_with_verdicts(client: TestClient, tmp_path: Path) -> None:
    code, said = results("import", plain(tmp_path / "mine.csv"), "--better", "lower", "--target", 0.45)
    assert code == 0, said
    assert "2 rules × 3 settings × 8 seeds, 100 steps, imported from mine.csv (CSV)" in said
    assert "adam is better than sgd (p = 0.0078)." in said
    found = client.get(f"{API}/{imported(said)}/statistics").json()
    assert medians(found) == {
        "adam": pytest.approx(1 / 3 + 0.1, abs=0.001),
        "sgd": pytest.approx(0.5 + 0.1, abs=0.001),
    }
    assert [rule["best"]["settings"] for rule in found["rules"]] == [{"lr": 0.01}] * 2
    assert [rule["best"]["reached"] for rule in found["rules"]] == [8, 0]
    assert [rule["diverged"] for rule in found["rules"]] == [0, 1]
    assert (found["steps"], found["curve"], found["ecdf"]) == ([0, 50, 100], "value", None)
    exact = [value("sgd", RATES[0], seed, 100) for seed in SEEDS]
    assert found["rules"][1]["sensitivity"][0]["values"] == exact


def test_the_same_file_again_is_the_same_comparison(service: ComparisonService, tmp_path: Path) -> None:
    path = plain(tmp_path / "mine.csv")
    first = results("import", path, "--better", "lower")[1]
    code, again = results("import", path, "--better", "lower")
    assert (code, imported(again), again.startswith("here already as")) == (0, imported(first), True)
    assert len(service.store.jobs.recent()) == 1
    path.write_text(path.read_text().replace("adam,", "adamw,"))
    assert imported(results("import", path, "--better", "lower")[1]) != imported(first)


def test_where_it_is_shown_it_is_marked_and_neither_run_again_nor_sliced(
    client: TestClient, service: ComparisonService, tmp_path: Path
) -> None:
    path = plain(tmp_path / "mine.csv")
    job = imported(results("import", path, "--better", "lower", "--metric", "validation loss", "--title", "Theirs")[1])
    page = client.get(f"/compare/{job}").text
    assert "Imported from mine.csv (CSV): the runs are those of another program." in page
    assert "adam is better than sgd" in page
    for missing in ("Run again with changes", "capsule.zip", 'id="landscape"', "slices.js", "counts as reached"):
        assert missing not in page, missing
    listed = client.get("/compare").text
    assert '<span class="state">imported</span>' in listed
    assert "Theirs" in listed
    assert "imported" not in client.get(f"/compare?from={job}").text.partition("<ol data-jobs>")[0]
    detail = client.get(f"{API}/{job}").json()
    assert detail["imported"].startswith("Imported from mine.csv")
    assert (detail["earlier"], detail["entries"][0]["schedule"]["name"]) == (None, "not known")
    assert client.get(f"{API}/{job}/capsule.zip").status_code == 409
    asked = client.post(f"{API}/{job}/slices", json={"kind": "random", "members": [0]})
    assert (asked.status_code, "It was imported" in asked.json()["detail"]) == (409, True)
    with pytest.raises(NotReady):
        service.capsule(service.comparison(job))
    assert client.get(f"{API}/{job}/slices").json()["slices"] == []


def test_its_files_say_what_is_known_of_it(client: TestClient, tmp_path: Path) -> None:
    job = imported(results("import", plain(tmp_path / "mine.csv"), "--better", "lower")[1])
    report = client.get(f"{API}/{job}/results.html").text
    assert "Imported from mine.csv (CSV)" in report
    assert "how they were trained, what their learning rates followed" in report
    assert "Value against step" in report
    assert "constant rate" not in report
    found = client.get(f"{API}/{job}/results.json").json()
    assert {run["schedule"] for run in found["runs"]} == {"not known"}
    assert found["runs"][0]["evaluation"] == [value("adam", 0.001, 0, step) for step in STEPS]
    assert len(client.get(f"{API}/{job}/results.csv").text.splitlines()) == 1 + len(list(lines()))
    assert client.get(f"{API}/{job}/results.parquet").status_code == 200


def test_larger_may_be_better(client: TestClient, tmp_path: Path) -> None:
    said = results("import", plain(tmp_path / "mine.csv"), "--better", "higher", "--metric", "accuracy")[1]
    assert "sgd is not decided" in said
    found = client.get(f"{API}/{imported(said)}/statistics").json()
    assert (found["curve"], found["curve_better"]) == ("accuracy", "higher")
    assert found["rules"][1]["sensitivity"][2]["low"] is None  # the run that diverged is the worst


def rows(*lines: str) -> str:
    return "\n".join(["rule,setting,seed,step,value", *lines]) + "\n"


BAD = {
    "a column too many": ("rule,seed,step,value,lr\n", "has a column 'lr'; possible: rule, seed, step, value,"),
    "nothing": ("", "is empty"),
    "other columns": ("a,b\n1,2\n", "is neither a plain CSV (columns rule, seed, step, value) nor a chart of W&B"),
    "no run": (rows(), "no run is in it"),
    "a word for a setting": (rows("adam,fast,0,1,1"), "x.csv:2: 'fast' is no part of a setting; possible: NAME=NUMBER"),
    "a word for a value": (rows("adam,,0,1,low"), "x.csv:2: a value is a number, or nan for a run that diverged"),
    "half a seed": (rows("adam,,0.5,1,1"), "x.csv:2: a seed is a whole number from 0, given '0.5'"),
    "a step before the start": (rows("adam,,0,-1,1"), "x.csv:2: a step is a whole number from 0"),
    "a step twice": (rows("adam,,0,1,1", "adam,,0,1,2"), "x.csv:3: step 1 stands twice for one run"),
    "a short line": (rows("adam,,0"), "x.csv:2: 3 columns; the first line names 5"),
    "no name": (rows(",,0,1,1"), "x.csv:2: a rule has a name of 1 to 64 letters"),
    "other hyperparameters": (rows("a,lr=1,0,1,1", "a,wd=1,0,1,1"), "those of a have lr and wd"),
    "a seed that lacks": (
        rows("a,,0,1,1", "a,,1,1,1", "b,,0,1,1"), "1 runs are missing: b, seed 1. --common takes only the seeds that",
    ),
    "an early end": (
        rows("a,,0,5,1", "b,,0,9,1"), "by their value at the last step, 9; 1 have none there: a, seed 0 ends at step 5",
    ),
    "a start alone": (rows("a,,0,0,1"), "no run has a step after 0"),
}  # fmt: skip


@pytest.mark.parametrize("which", BAD)
@pytest.mark.usefixtures("service")
def test_a_file_that_does_not_fit_is_refused_with_where_and_what_is_possible(tmp_path: Path, which: str) -> None:
    text, expected = BAD[which]
    (tmp_path / "x.csv").write_text(text)
    code, said = results("import", tmp_path / "x.csv", "--better", "lower")
    assert code == 2
    assert expected in said


@pytest.mark.usefixtures("service")
def test_what_is_said_of_a_file_must_fit_too(tmp_path: Path) -> None:
    path = plain(tmp_path / "mine.csv")
    for arguments, expected in (
        ((), "say which values are better: --better lower"),
        (("--better", "more"), "say which values are better"),
        (("--better", "lower", "--target", "nan"), "--target is a finite number"),
        (("--better", "lower", "--names", "("), "--names is no regular expression"),
        (("--better", "lower", "--title", "x" * 121), "--title has at most 120 letters"),
    ):
        code, said = results("import", path, *arguments)
        assert (code, expected in said) == (2, True), said
    path.write_bytes(b"\xff\xfe\x00rule")
    assert "is no CSV file in UTF-8" in results("import", path, "--better", "lower")[1]
    assert results("import", tmp_path / "none.csv", "--better", "lower")[0] == 2


def test_runs_that_end_at_different_steps_or_lack_seeds_are_taken_when_it_is_asked(
    client: TestClient, tmp_path: Path
) -> None:
    path = tmp_path / "x.csv"
    path.write_text(rows("a,,0,5,1", "a,,0,9,1", "a,,1,5,1", "b,,0,5,2", "b,,2,5,2"))
    code, said = results("import", path, "--better", "lower", "--until", 5, "--common")
    assert code == 0, said
    assert "2 imported runs were left out: their seeds are not there for every setting." in said
    found = client.get(f"{API}/{imported(said)}").json()
    assert (found["seeds"], found["steps"], found["runs"]) == ([0], 5, 2)


def test_unequal_budgets_are_said_and_a_loss_of_its_own_is_drawn(client: TestClient, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("rule,setting,seed,step,value,train_loss\na,1,0,9,1,3\na,2,0,9,1,4\nb,,0,9,2,5\n")
    said = results("import", path, "--better", "lower", "--metric", "accuracy")[1]
    assert "Rules were not tuned with the same number of settings: a 2, b 1." in said
    found = client.get(f"{API}/{imported(said)}/statistics").json()
    assert (found["curve"], found["rules"][1]["best"]["loss"]["median"]) == ("training loss", [5.0])


def chart(path: Path, metric: str, spread: float = 0.0) -> Path:
    """A chart as W&B exports it: a column of each run with its __MIN and __MAX."""
    names = [f"{rule}-lr{lr}-s{seed} - {metric}" for rule in ("adam", "sgd") for lr in RATES for seed in SEEDS]
    columns = [column for name in names for column in (name, f"{name}__MIN", f"{name}__MAX")]
    out = [",".join(f'"{name}"' for name in ("Step", *columns))]
    for step in STEPS:
        cells = []
        for rule in ("adam", "sgd"):
            for lr in RATES:
                for seed in SEEDS:
                    held = value(rule, lr, seed, step)
                    cells += ["NaN" if held != held else str(each) for each in (held, held - spread, held + spread)]
        out.append(",".join(f'"{cell}"' for cell in (step, *cells)))
    path.write_text("\n".join(out) + "\n")
    return path


NAMES = r"(?P<rule>\w+)-lr(?P<lr>[\d.]+)-s(?P<seed>\d+)"


def test_a_chart_of_wandb_is_the_same_comparison_as_the_plain_csv(client: TestClient, tmp_path: Path) -> None:
    other = imported(results("import", plain(tmp_path / "mine.csv"), "--better", "lower")[1])
    exported = chart(tmp_path / "wandb_export.csv", "val/loss")
    code, said = results("import", exported, "--better", "lower", "--names", NAMES)
    assert code == 0, said
    assert "imported from wandb_export.csv (W&B)" in said
    job = imported(said)
    mine, theirs = (client.get(f"{API}/{each}/statistics").json() for each in (job, other))
    assert mine["metric"] == mine["curve"] == "val/loss"
    assert (mine["rules"], mine["tests"]) == (theirs["rules"], theirs["tests"])


def test_two_charts_are_the_metric_and_the_loss_and_a_range_is_said(client: TestClient, tmp_path: Path) -> None:
    files = [chart(tmp_path / "one.csv", "val/acc", spread=0.1), chart(tmp_path / "two.csv", "train/loss")]
    code, said = results("import", *files, "--better", "lower", "--names", NAMES)
    assert (code, "say which metric judges by --metric; there are: val/acc, train/loss" in said) == (2, True)
    asked = ("--better", "lower", "--names", NAMES, "--metric", "val/acc", "--train-loss", "train/loss")
    code, said = results("import", *files, *asked)
    assert code == 0, said
    assert "W&B exported adam-lr0.001-s0 - val/acc with a range around its values" in said
    found = client.get(f"{API}/{imported(said)}/statistics").json()
    assert (found["metric"], found["curve"]) == ("val/acc", "training loss")
    code, said = results("import", *files, "--better", "lower", "--names", NAMES, "--metric", "nope")
    assert (code, "no column is of the metric 'nope'" in said) == (2, True)


@pytest.mark.usefixtures("service")
def test_names_of_runs_are_read_by_a_pattern_or_by_the_exported_table_of_runs(tmp_path: Path) -> None:
    exported = chart(tmp_path / "wandb_export.csv", "loss")
    code, said = results("import", exported, "--better", "lower")
    assert (code, "the run 'adam-lr0.001-s0' does not fit" in said) == (2, True)
    by_pattern = imported(results("import", exported, "--better", "lower", "--names", NAMES)[1])
    table = tmp_path / "runs.csv"
    rows = [
        f'"{rule}-lr{lr}-s{seed}","finished","{lr}","{rule}","{seed}"'
        for rule in ("adam", "sgd") for lr in RATES for seed in SEEDS
    ]  # fmt: skip
    table.write_text("\n".join(['"Name","State","lr","opt","seed"', *rows]))
    asked = ("--better", "lower", "--table", table, "--rule-column", "opt", "--setting-column", "lr")
    code, said = results("import", exported, *asked)
    assert code == 0, said
    assert imported(said) == by_pattern
    code, said = results("import", exported, "--better", "lower", "--table", table)
    assert (code, "runs.csv has no column 'optimizer'; there are: Name, State, lr, opt, seed" in said) == (2, True)


def test_what_was_run_here_is_not_marked(client: TestClient) -> None:
    job = submit(client)
    assert client.get(f"{API}/{job}").json()["imported"] is None
    assert json.dumps("imported") not in client.get(f"/compare/{job}").text
