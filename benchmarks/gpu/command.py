"""The command: sections one after the other while there is time, each row as it comes, then the two files."""

import argparse
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import perf_counter

import torch

from benchmarks.environment import environment
from benchmarks.gpu import correctness, newton_schulz, populations, rules
from benchmarks.gpu.scale import scale
from benchmarks.gpu.table import HEAD, Row, made_on, written

SECONDS = 420.0
"""No row is begun after this; one may take a minute where it compiles."""


def main(arguments: Sequence[str]) -> int:
    """Measure and write; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks gpu", description="What a GPU does with the rules.")
    parser.add_argument("--device", default="cuda", help="cuda (the first GPU), cuda:1, cpu")
    parser.add_argument("--tiny", action="store_true", help="try every line on tiny sizes; measures nothing")
    parser.add_argument("--out", type=Path, default=Path(), help="folder for gpu.md and gpu.json")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="no row is begun after this")
    given = parser.parse_args(arguments)
    device = torch.device(given.device)
    if device.type == "cuda" and not torch.cuda.is_available():
        print("torch finds no GPU here; possible: --device cpu --tiny, which tries the program and measures nothing")
        return 2
    sizes, began = scale(device, given.tiny), perf_counter()
    sections: dict[str, Callable[[], Iterator[Row]]] = {
        "denormals": lambda: correctness.denormals(device),
        "parity": lambda: correctness.parity(device, sizes),
        "step": lambda: rules.results(device, sizes),
        "Newton–Schulz": lambda: newton_schulz.results(device, sizes),
        "population": lambda: populations.results(device, sizes, given.tiny),
    }
    rows: list[Row] = []
    print(f"{environment()}\n\n{HEAD}", flush=True)
    with torch.no_grad():
        for name, section in sections.items():
            for row in _in_time(name, section, began + given.seconds):
                rows.append(row)
                print(row.line(), flush=True)
    files = written(given.out, made_on(device, given.tiny), rows, perf_counter() - began)
    print(f"\nwritten: {', '.join(map(str, files))}")
    return 0


def _in_time(name: str, section: Callable[[], Iterator[Row]], end: float) -> Iterator[Row]:
    """The rows of a section; when the time is over, one that says so."""
    for row in section():
        yield row
        if perf_counter() > end:
            yield Row(name, "left out: the rest", None, "", "the time was over")
            return
