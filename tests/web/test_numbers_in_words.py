"""Numbers that stand in documents and in sentences of pages are those of the program."""

import re
import tomllib
from pathlib import Path

import numpy as np
import pytest
from descent import registry
from descent.derivatives import hessian
from descent.playground import curves, maps, report_card, trials
from descent.playground.methods import studio_methods
from starlette.testclient import TestClient

ROOT = Path(__file__).parent.parent.parent


def words(path: str) -> str:
    """The text of a file on one line."""
    return re.sub(r"\s+", " ", (ROOT / path).read_text(encoding="utf-8"))


def constant(path: str, name: str) -> int:
    """A number that a JavaScript file names."""
    found = re.search(rf"const {name} = ([\d* ]+);", (ROOT / path).read_text(encoding="utf-8"))
    assert found, f"{path} has no {name}"
    return int(np.prod([int(part) for part in found.group(1).split("*")]))


def test_the_front_page_counts_the_rules_and_landscapes_that_the_playground_offers(client: TestClient) -> None:
    offered = studio_methods(np)["studio.catalogue"]({}, None)[0]
    rules, landscapes = len(offered["rules"]), len(offered["landscapes"]) + len(offered["families"])
    assert f"Race {rules} rules on {landscapes} landscapes or one you type" in client.get("/").text
    assert f"{rules} update rules" in client.get("/rules").text


def test_the_report_card_has_the_size_that_is_said() -> None:
    usual, alone = report_card.USUAL, report_card.ALONE
    size = f"{usual['rates']} learning rates from {usual['starts']} starts"
    assert size in words("static/js/panels/report.js")
    card = f"{usual['rates']} learning rates x {usual['starts']} starts x {usual['steps']} steps"
    assert card in words("docs/playground-engine.md")
    small = f"the report card {alone['rates']} learning rates, {alone['starts']} starts and {alone['steps']} steps"
    assert small in words("docs/playground-engine.md")
    assert f"*{', '.join(trials.TRAITS)}*" in words("docs/playground-engine.md")


def test_rules_that_run_alone_have_the_sizes_that_are_said() -> None:
    said = (
        f"curves have {curves.ALONE_REPEATS} repeats, the luck meter {curves.ALONE_COUNT} starts, "
        f"maps at most about {maps.MOST_ALONE} cells"
    )
    assert said in words("docs/playground-engine.md")


def test_the_limits_of_what_a_visitor_runs_are_those_of_the_architecture() -> None:
    memory = constant("static/js/python/workers/memory.js", "MEMORY_LIMIT") // 2**20
    output = constant("static/js/python/workers/output.js", "BYTES_PER_RUN") // 2**10
    messages = constant("static/js/python/workers/output.js", "MESSAGES_PER_SECOND")
    assert f"the limits: {memory} MiB; {output} KiB, {messages} messages a second" in words("docs/architecture.md")


def test_the_oldest_python_is_the_one_that_is_said() -> None:
    oldest = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["requires-python"]
    assert f"Python {oldest.removeprefix('>=')} or later" in words("README.md")


def note(name: str) -> str:
    """What is remarked on a landscape."""
    return registry.landscape(name).note


def slope(name: str, *point: float) -> float:
    """The length of the gradient of a landscape at a point."""
    return float(np.linalg.norm(registry.landscape(name).gradient(np.array([point]), np)))


def test_the_notes_of_landscapes_have_the_numbers_of_their_formulas() -> None:
    assert f"The wall's gradient is {slope('cliff', 2, 0):.0f} at x = 2." in note("cliff")
    assert f"{slope('plateau', 3.6, 0):.4f} at r = 3.6" in note("plateau")
    ravine = registry.landscape("ravine")
    assert f"2/κ = {ravine.stable_lr}" in note("ravine")
    assert slope("ackley", 0, 0) == 0
    assert "taken as zero" in note("ackley")
    assert slope("monkey_saddle", 0, 0) == 0
    x = np.stack(np.meshgrid(np.linspace(-2, 2, 401), np.linspace(-2, 2, 401)), axis=-1).reshape(-1, 2)
    heights = registry.landscape("goldstein_price").value(x, np)
    assert (round(heights.min()), round(heights.max() / 1e6, 1)) == (3, 1.0)
    assert "from 3 to a million" in note("goldstein_price")
    curved = np.linalg.eigvalsh(hessian(registry.landscape("himmelblau"), np.array([[3.0, 2.0]]), np))[0]
    assert registry.landscape("himmelblau").curvature == pytest.approx(tuple(curved))
