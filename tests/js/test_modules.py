"""Runs the unit tests of the JavaScript modules, each file with Node's own test runner."""

import shutil
import subprocess
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent


@pytest.mark.parametrize("name", sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.test.js")))
def test_the_modules_unit_tests_pass(name: str):
    node = shutil.which("node")
    assert node, "the unit tests of the JavaScript modules need Node, which set-up brings"
    ran = subprocess.run([node, "--test", str(FOLDER / name)], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "# pass 0" not in ran.stdout
