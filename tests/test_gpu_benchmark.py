"""The benchmark of GPUs, every line of it, on a processor and tiny sizes; what it then measures is not looked at."""

import json
import math
from pathlib import Path

import pytest
import torch

from benchmarks.__main__ import main
from benchmarks.gpu import command
from benchmarks.gpu.table import Row


def test_every_section_runs_and_is_written_with_date_device_and_versions(tmp_path: Path) -> None:
    assert main(["gpu", "--device", "cpu", "--tiny", "--out", str(tmp_path)]) == 0
    held = json.loads((tmp_path / "gpu.json").read_text())
    rows = [Row(**row) for row in held["rows"]]
    assert {row.section for row in rows} == {
        "copy", "step", "torch.optim", "population", "precision", "parity", "denormals", "Newton–Schulz",
    }  # fmt: skip
    assert all(row.value is not None and math.isfinite(row.value) for row in rows)
    assert (held["made"]["torch"], held["made"]["tiny"]) == (torch.__version__, True)
    assert held["made"]["date"].startswith("20")
    text = (tmp_path / "gpu.md").read_text()
    assert "these are no measurements" in text
    assert all(row.line() in text for row in rows)
    # What does not depend on speed is what it must be.
    apart = {row.what: row.value for row in rows if row.section == "parity"}
    assert all(value < (1e-12 if "float64 beside" in what else 1e-3) for what, value in apart.items() if value)
    assert len(apart) == 2
    sizes = [row.value for row in rows if row.section == "denormals"]
    assert sizes == [pytest.approx(1e-3, rel=1e-2)] * 3
    gram = [row.value for row in rows if row.what.endswith("Gram form, largest difference")]
    assert all(value is not None and value < 1e-2 for value in gram)
    assert {"sgd: fused takes", "adam: foreach takes"} <= {row.what for row in rows}


def test_when_the_time_is_over_the_rest_is_left_out_and_said_so(tmp_path: Path) -> None:
    assert command.main(["--device", "cpu", "--tiny", "--seconds", "0", "--out", str(tmp_path)]) == 0
    rows = json.loads((tmp_path / "gpu.json").read_text())["rows"]
    assert {row["section"] for row in rows if row["what"] == "left out: the rest"} >= {"step", "population", "parity"}
    assert len(rows) <= 2 * 5  # of each section one row, and that the rest is left out


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU")
def test_without_a_gpu_it_says_what_is_possible(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main([]) == 2
    assert "--device cpu --tiny" in capsys.readouterr().out
