"""A NumPy rule on 1,000 runs at once against its own loop over the runs, as the browser has it."""

import numpy as np
from descent import registry
from descent.stepper import advance, begin

from benchmarks.promise import Result
from benchmarks.timing import ratio, seconds

TARGET = 200


def batched(runs: int = 1000, steps: int = 50, sample: int = 5) -> Result:
    """Adam on Rosenbrock; the loop is measured on a sample and scaled. Both end in the same bits."""
    rule, landscape = registry.rule("adam"), registry.landscape("rosenbrock")
    starts = np.array(landscape.start, dtype=float) + 0.1 * np.random.default_rng(0).standard_normal((runs, 2))

    def train(points: np.ndarray) -> np.ndarray:
        settings = {"lr": np.full(len(points), 1e-2)}
        progress = begin(rule, [points], settings, np)
        for _ in range(steps):
            progress = advance(rule, progress, [landscape.gradient(progress.params[0], np)], settings, np)
        return np.asarray(progress.params[0])

    def loop() -> list[np.ndarray]:
        return [train(starts[run : run + 1]) for run in range(sample)]

    same = np.array_equal(np.concatenate(loop()), train(starts)[:sample])
    together, apart = seconds(lambda: train(starts)), seconds(loop) * runs / sample
    detail = f"{together * 1e3:.1f} ms against {apart:.1f} s scaled up from {sample} of {runs} runs; "
    detail += "same bits" if same else "DIFFERENT BITS"
    return ratio(f"NumPy adam on {runs} runs against its loop", apart / together, TARGET, 3, detail)
