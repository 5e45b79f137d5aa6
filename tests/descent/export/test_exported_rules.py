"""Every built-in rule as an exported file, run where `descent` cannot be imported, beside `descent`."""

import functools
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from descent import registry
from descent.export import TARGETS, NotExported

from tests.descent.export.exported import EXPORTED, cases, run_alone, source, subject
from tests.descent.export.refused import REFUSED, SENSITIVE

ROOT = Path(__file__).parents[3]
LONGEST = 120
"""Lines, empty ones left out, of a file of a rule that goes entry by entry."""
LONG = {
    **{("torch", name): 131 for name in ("adan", "ademamix", "asgd", "nadam", "nadamw", "sim_ademamix")},
    ("torch", "schedule_free"): 202,
    ("optax", "schedule_free"): 170,
}
"""Six words of torch beside many settings, and numbers of the step; two points to exchange in the last and in ASGD."""
PYTHON = [target for target in TARGETS if target != "latex"]
STEPPED = ("numpy", "torch", "nvidia")
"""optax is no part of the tests' environment: tests/peers/test_exported_optax.py."""


@pytest.fixture(scope="module")
def trajectories(tmp_path_factory):
    """From a target: rule -> (case, what `descent` has, what the exported file has), all run in one process."""

    @functools.cache
    def of(target):
        listed = [
            (case, passed) for name in EXPORTED if (target, name) not in REFUSED for case, passed in cases(target, name)
        ]
        sources = {(target, case["rule"]): source(target, case["rule"]) for case, _ in listed}
        answers = run_alone(sources, [case for case, _ in listed], tmp_path_factory.mktemp("alone"))
        found = {}
        for (case, want), have in zip(listed, answers, strict=True):
            found.setdefault(case["rule"], []).append((case, want, have))
        return found

    return of


def allowed(target, name, dtype):
    """The relative difference that is rounding: a rule says itself where libraries agree on fewer digits."""
    if target in ("torch", "nvidia") and name in SENSITIVE:
        return 0.1
    if dtype == "float64":
        return 1e-12
    return 2e-4 if registry.rule(name).rounding else 1e-6


@pytest.mark.parametrize("target", STEPPED)
@pytest.mark.parametrize("name", EXPORTED)
def test_an_exported_file_goes_the_way_of_its_rule(trajectories, target, name):
    if (target, name) in REFUSED:
        pytest.skip("refused")
    for case, wanted, had in trajectories(target)[name]:
        for step, (want, have) in enumerate(zip(wanted, had, strict=True), 1):
            expected = np.concatenate([p.ravel() for p in want.params])
            found = np.ravel(have["p"])
            assert have["p"].dtype == case["dtype"], case["dtype"]
            difference = np.max(np.abs(expected - found)) / max(1.0, np.max(np.abs(expected)))
            assert difference <= allowed(target, name, case["dtype"]), (
                f"step {step} {case['dtype']} {case['params'][0].shape}"
            )


@pytest.mark.parametrize("target", PYTHON)
def test_exported_files_are_as_ruff_formats_and_wants_them(target, tmp_path):
    for name in EXPORTED:
        if (target, name) not in REFUSED:
            (tmp_path / f"{name}.py").write_text(source(target, name))
    # The paper's letters, and one signature for all rules, as in our own rules; `compile` is the word for it.
    left_out = ["A002", "ARG001", "N803", "N806", "N815", "E741"]
    own = f'extend = "{ROOT}/pyproject.toml"\n[lint]\nextend-ignore = {json.dumps(left_out)}\n'
    (tmp_path / "ruff.toml").write_text(own)
    for command in (["check", "--output-format", "concise"], ["format", "--diff"]):
        ended = subprocess.run(
            [sys.executable, "-m", "ruff", *command, "--no-cache", "."],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            check=False,
        )
        assert ended.returncode == 0, ended.stdout[:3000]


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("name", [name for name in EXPORTED if registry.rule(name).scope == "element"])
def test_the_file_of_a_rule_by_entries_is_short(target, name):
    if (target, name) in REFUSED:
        pytest.skip("refused")
    lines = [line for line in source(target, name).splitlines() if line.strip()]
    assert len(lines) <= LONG.get((target, name), LONGEST)


def test_what_cannot_be_exported_is_refused_with_its_reason():
    for (target, name), (sentence, _) in REFUSED.items():
        with pytest.raises(NotExported, match=sentence):
            TARGETS[target](subject(name))
