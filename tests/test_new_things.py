"""What `new-rule`, `new-landscape` and `new-workload` write passes the tests that cross everything."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.new.copy import NEXT, CannotCopy, copy

ROOT = Path(__file__).parent.parent
LEFT_OUT = shutil.ignore_patterns("__pycache__", "problems")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """A copy of the checkout, to be written in; without the problems, which no rule, landscape or workload needs.

    There a cost is measured over a few steps: what it comes to is asked in `tests/refresh`, here that it is stored.
    """
    root = tmp_path_factory.mktemp("copies") / "checkout"
    for folder in ("app", "pyodide_pkgs", "tests"):
        shutil.copytree(ROOT / folder, root / folder, ignore=LEFT_OUT)
    shutil.copy(ROOT / "pyproject.toml", root)
    (root / "app" / "course" / "problems").mkdir()
    measured = root / "app" / "refresh" / "step_time.py"
    usual = measured.read_text("utf-8")
    assert usual.count("\nSECONDS = ") == 1
    measured.write_text(re.sub(r"\nSECONDS = .*", "\nSECONDS = 0.0", usual), "utf-8")
    return root


def run(checkout, command):
    """What the command prints, run in the copy."""
    words = command.split()
    module = {"optimizer-playground": ["-m", "app"], "pytest": ["-m", "pytest"], "python": []}[words[0]]
    environment = {**os.environ, "PYTHONPATH": f"{checkout}:{checkout / 'pyodide_pkgs'}", "OMP_NUM_THREADS": "1"}
    asked = [sys.executable, *module, *words[1:]]
    done = subprocess.run(asked, cwd=checkout, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.mark.timeout(900)
@pytest.mark.parametrize("kind", NEXT)
def test_what_is_written_passes_its_tests_after_the_commands_that_are_printed(checkout, kind):
    name = f"brand_new_{kind}"
    printed = run(checkout, f"optimizer-playground new-{kind} {name}")
    wrote = [line.removeprefix("wrote ") for line in printed.splitlines() if line.startswith("wrote ")]
    assert wrote
    assert all((checkout / path).is_file() for path in wrote)
    commands = [line.strip() for line in printed.splitlines() if line.startswith("    ")]
    assert len(commands) == len(NEXT[kind])
    for command in commands:
        output = run(checkout, command)
        if command.startswith("pytest"):
            assert " passed" in output
            assert "failed" not in output
    assert "is what the code says" in run(checkout, f"optimizer-playground refresh --check {name}")


def test_a_recipe_that_is_there_is_kept_and_the_rest_is_written(tmp_path):
    folders = ("pyodide_pkgs/descent/rules", "tests/golden/maps", "tests/golden/make/recipes")
    for folder in folders:
        (tmp_path / folder).mkdir(parents=True)
    recipe = tmp_path / folders[2] / "yogi.py"
    recipe.write_text("RECIPE = 1\n")
    assert copy("rule", "yogi", tmp_path) == [tmp_path / folder / "yogi.py" for folder in folders[:2]]
    assert recipe.read_text() == "RECIPE = 1\n"


@pytest.mark.parametrize("name", ["Adam", "a b", "../up", "a__b", "", "1st"])
def test_a_bad_name_is_refused_with_what_is_possible(tmp_path, name):
    with pytest.raises(CannotCopy, match="small letters, digits, underscores"):
        copy("rule", name, tmp_path)


def test_nothing_is_written_over(tmp_path):
    folder = tmp_path / "pyodide_pkgs" / "descent" / "landscapes"
    folder.mkdir(parents=True)
    assert copy("landscape", "hill", tmp_path) == [folder / "hill.py"]
    assert '"""Hill: a bowl' in (folder / "hill.py").read_text()
    (folder / "hill.py").write_text("mine")
    with pytest.raises(CannotCopy, match=r"landscapes/hill\.py is there already"):
        copy("landscape", "hill", tmp_path)
    assert (folder / "hill.py").read_text() == "mine"


def test_outside_a_checkout_it_says_so(tmp_path):
    with pytest.raises(CannotCopy, match="this needs a checkout"):
        copy("workload", "mine", tmp_path)
