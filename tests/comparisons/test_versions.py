"""Fingerprints: they change with what makes the numbers, and with nothing else."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from descent import registry

from app.comparisons import versions
from app.workloads.card import cards


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the sources that may be changed."""
    left_out = shutil.ignore_patterns("course", "web", "__pycache__", "playground", "judge", "analysis")
    for name, root in versions.ROOTS.items():
        shutil.copytree(root, tmp_path / name, ignore=left_out)
    monkeypatch.setattr(versions, "ROOTS", {name: tmp_path / name for name in versions.ROOTS})
    return tmp_path


def now() -> dict[str, str]:
    """The fingerprints of some of everything."""
    versions.fingerprint.cache_clear()
    versions.read.cache_clear()
    return {
        **{name: versions.rule_version(name) for name in ("adam", "adamw", "lion", "muon")},
        **{name: versions.workload_version(name, {}) for name in ("mlp_digits", "cnn_digits", "landscape")},
        "training": versions.execution_version(),
    }


@pytest.fixture(autouse=True)
def forgotten():
    yield
    versions.fingerprint.cache_clear()
    versions.read.cache_clear()


def changed(path: Path, old: str, new: str) -> set[str]:
    """Whose fingerprint another text in a file changes."""
    before = now()
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    return {name for name, version in now().items() if version != before[name]}


@pytest.mark.parametrize(
    ("file", "old", "new", "who"),
    [
        ("descent/rules/lion.py", "beta2", "beta3", {"lion"}),
        ("app/workloads/cnn_digits.py", "steps=", "steps=1 + ", {"cnn_digits"}),
        ("app/workloads/digits.py", "def ", "def a_", {"mlp_digits", "cnn_digits"}),
        ("descent/landscapes/rosenbrock.py", "100", "101", {"landscape"}),
        ("descent/modifiers/cautious.py", "step * g < 0", "step * g <= 0", {"training"}),
        ("descent/schedules/rates.py", "(epoch // step_size)", "(1 + epoch // step_size)", {"training"}),
        ("app/comparisons/training/step.py", "time = t + 1", "time = t + 2", {"training"}),
    ],
)
def test_a_change_is_seen_where_it_makes_other_numbers(
    copy: Path, file: str, old: str, new: str, who: set[str]
) -> None:
    assert changed(copy / file, old, new) == who


def test_comments_docstrings_and_layout_make_no_other_version(copy: Path) -> None:
    path = copy / "descent" / "rules" / "adam.py"
    lines = path.read_text().split('"""')
    assert len(lines) > 2
    path_text = path.read_text()
    before = now()
    path.write_text("# Another comment.\n" + path_text.replace(lines[1], "Another sentence.\n") + "\n\n\n")
    assert now() == before


def test_every_rule_and_every_workload_has_a_version_of_its_own() -> None:
    rules = {versions.rule_version(name) for name in registry.rule_names()}
    assert len(rules) == len(registry.rule_names())
    assert len({versions.workload_version(name, {}) for name in cards()}) == len(cards())
    assert versions.workload_version("landscape", {"landscape": "beale"}) != versions.workload_version("landscape", {})
    assert versions.rule_version("nope") == versions.workload_version("nope", {}) == "not there"


def test_the_version_of_a_library_that_holds_data_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    before = now()
    monkeypatch.setattr(versions, "library_version", lambda name: f"another {name}")
    assert {name for name, version in now().items() if version != before[name]} == {"mlp_digits", "cnn_digits"}


def test_a_process_that_has_not_loaded_torch_finds_them_without_it() -> None:
    code = (
        "import sys; from app.comparisons import versions as v;"
        "print(v.execution_version(), v.workload_version('mlp_digits', {}), 'torch' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.split() == [versions.execution_version(), versions.workload_version("mlp_digits", {}), "False"]


def test_many_who_ask_at_once_have_each_module_read_once_and_one_after_the_other() -> None:
    """As workers do at the start of a site; in a process of its own, where nobody has asked yet."""
    code = (
        "import ast, collections, threading, time; from pathlib import Path\n"
        "from app.comparisons import versions as v\n"
        "parse, text, read, inside = ast.parse, Path.read_text, collections.Counter(), []\n"
        "def slow(*given):\n"
        "    inside.append(1); assert len(inside) == 1; time.sleep(0.0005)\n"
        "    try: return parse(*given)\n"
        "    finally: inside.pop()\n"
        "def counted(path, *more, **named):\n"
        "    read[path] += path.suffix == '.py'; return text(path, *more, **named)\n"
        "ast.parse, Path.read_text = slow, counted\n"
        "gate, found = threading.Barrier(8), []\n"
        "def ask(): gate.wait(); found.append(v.all_versions())\n"
        "threads = [threading.Thread(target=ask) for _ in range(8)]\n"
        "[one.start() for one in threads]; [one.join() for one in threads]\n"
        "print(len(found), len({str(one) for one in found}), max(read.values()), len(read) > 100)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.split() == ["8", "1", "1", "True"]
