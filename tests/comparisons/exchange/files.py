"""Files as other programs write them, and the commands that take them in."""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from app.cli import cli

RULES = {"adam": 1.0, "sgd": 1.5}
RATES, SEEDS, STEPS = (0.001, 0.01, 0.1), range(8), (0, 50, 100)


def value(rule: str, lr: float, seed: int, step: int) -> float:
    """A made-up loss; that of sgd is half as large again, and grows to nothing finite at its largest rate on seed 0."""
    if rule == "sgd" and lr == 0.1 and seed == 0 and step == 100:
        return math.nan
    return RULES[rule] * (1 + abs(math.log10(lr) + 2)) * (3 - step / 50) / 3 + 0.1 + 0.001 * math.sin(seed * 7 + step)


def lines() -> Iterator[tuple[str, float, int, int, float]]:
    """Every rule, setting, seed, step and value."""
    for rule in RULES:
        for lr in RATES:
            for seed in SEEDS:
                for step in STEPS:
                    yield rule, lr, seed, step, value(rule, lr, seed, step)


def plain(path: Path) -> Path:
    """A plain CSV of all of them."""
    rows = [f'{rule},"lr={lr}",{seed},{step},{value}' for rule, lr, seed, step, value in lines()]
    path.write_text("\n".join(["rule,setting,seed,step,value", *rows]) + "\n")
    return path


def results(*arguments: str | Path | float) -> tuple[int, str]:
    """Exit status and output of `optimizer-playground results ...`."""
    result = CliRunner().invoke(cli, ["results", *map(str, arguments)])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


def imported(said: str) -> str:
    """The id in what an import says."""
    return said.partition(" as ")[2][:16]


def medians(statistics: dict[str, Any]) -> dict[str, float]:
    """By rule the median at its best setting."""
    return {rule["label"]: rule["best"]["median"] for rule in statistics["rules"]}
