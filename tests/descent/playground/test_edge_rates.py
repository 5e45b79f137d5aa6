"""The rates that the panel of the edge of stability offers train where its buttons say."""

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from descent.playground.arguments import Arguments
from descent.playground.edge import edge

FILE = Path(__file__).parents[3] / "static" / "js" / "panels" / "kit" / "edge-rates.js"
RATES: dict[str, dict[str, float]] = json.loads(
    re.sub(
        r",(\s*})",
        r"\1",
        re.sub(r"(\w+):", r'"\1":', re.search(r"RATES = (\{.*?\n\});", FILE.read_text("utf-8"), re.DOTALL)[1]),  # type: ignore[index]
    )
)
LOST = 1000
"""How many times its first loss a run may have before the panel counts it as lost."""


def trained(problem: str, lr: float) -> tuple[bool, np.ndarray[Any, Any]]:
    """Whether gradient descent is lost within 1,000 steps, and its sharpness as a share of 2 / lr on the way."""
    racer = {"id": "sgd", "rule": "sgd", "settings": {"lr": lr}, "modifiers": []}
    arguments: Any = Arguments({"racer": racer, "problem": problem, "steps": 1000, "seed": 0}, np)
    losses: list[float] = []
    shares: list[float] = []
    for _, (_, arrays) in edge(arguments):
        losses += list(arrays["losses"])
        shares += list(arrays["sharpness"] * lr / 2)
    return not all(loss <= LOST * losses[0] for loss in losses), np.asarray(shares)


@pytest.mark.parametrize("problem", RATES)
def test_below_the_edge_the_sharpness_stays_below(problem: str) -> None:
    lost, shares = trained(problem, RATES[problem]["below"])
    assert not lost
    assert shares.max() < 0.85


@pytest.mark.parametrize("problem", RATES)
def test_at_the_edge_the_sharpness_grows_to_it_and_stays(problem: str) -> None:
    lost, shares = trained(problem, RATES[problem]["at"])
    assert not lost
    assert shares[0] < 0.85
    last = shares[-len(shares) // 4 :]
    assert 0.85 < last.min() <= last.max() < 1.2


@pytest.mark.parametrize("problem", RATES)
def test_beyond_the_edge_the_run_is_lost(problem: str) -> None:
    assert trained(problem, RATES[problem]["beyond"])[0]
