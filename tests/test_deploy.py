"""What stands in `deploy/` names commands, settings and extras that there are."""

import re
import shlex
import shutil
import subprocess
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app import log
from app.cli import cli
from app.comparisons.settings import ComparisonSettings
from app.places import NAME
from app.web.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
UNIT = ROOT / "deploy" / "optimizer-playground.service"
CONTAINER = ROOT / "deploy" / "Containerfile"


def variables() -> set[str]:
    """The environment variables that the program reads."""
    kinds = (Settings, ComparisonSettings)
    return {f"{kind.model_config['env_prefix']}{name}".upper() for kind in kinds for name in kind.model_fields} | {
        log.FORM,
        log.LEVEL,
    }


@pytest.mark.parametrize("path", [UNIT, CONTAINER], ids=lambda path: path.name)
def test_settings_and_extras_are_those_of_the_program(path: Path) -> None:
    text = path.read_text("utf-8")
    assert set(re.findall(r"OPTIMIZER_PLAYGROUND_[A-Z_]+", text)) <= variables()
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    named = re.findall(r"\.whl\[([a-z,]+)\]", text) + re.findall(r"^ARG EXTRAS=([a-z,]+)$", text, re.MULTILINE)
    assert len(named) == 1
    assert set(named[0].split(",")) <= set(extras)


def test_the_wheel_is_of_this_version() -> None:
    assert f"optimizer_playground-{version(NAME)}-py3-none-any.whl" in UNIT.read_text("utf-8")


def test_the_commands_have_the_options_they_are_given() -> None:
    (started,) = re.findall(r"^ExecStart=(.+)$", UNIT.read_text("utf-8"), re.MULTILINE)
    (run,) = re.findall(r"^CMD \[(.+)\]$", CONTAINER.read_text("utf-8"), re.MULTILINE)
    for words in (shlex.split(started), shlex.split(run.replace(",", " "))):
        assert Path(words[0]).name == NAME
        # --help is looked at last, after every option was read.
        answer = CliRunner().invoke(cli, [*words[1:], "--help"])
        assert answer.exit_code == 0, answer.output


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_systemd_reads_the_unit_without_complaint() -> None:
    done = subprocess.run(["systemd-analyze", "verify", UNIT], capture_output=True, text=True, check=False)
    said = [line for line in done.stderr.splitlines() if "is not executable: No such file" not in line]
    assert said == []
