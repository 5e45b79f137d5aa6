"""All benchmarks, `python -m benchmarks`, or those of some groups, `python -m benchmarks suites stops`: one table.

Times and ratios of one run on the machine that is named on top. The exit status is 1 when a promise is missed on a
machine that was quiet before; on a busy one that is a warning. `python -m benchmarks gpu` measures a GPU (`gpu/`).
"""

import sys
from collections.abc import Callable, Iterator

import torch

from benchmarks import (
    beside_jax,
    cluster,
    drags,
    exported,
    first,
    frames,
    giving_up,
    long_tasks,
    remote,
    stops,
    studio,
    suites,
    visits,
    workers,
)
from benchmarks.browser import on_site
from benchmarks.environment import environment
from benchmarks.gpu import command as gpu
from benchmarks.numpy_rules import batched
from benchmarks.populations import networks, rosenbrock
from benchmarks.promise import HEAD, Result, quiet, verdict
from benchmarks.rates import rates


def populations() -> Iterator[Result]:
    """Populations against loops over their runs and, where jax is installed, beside JAX; one thread."""
    yield batched()
    yield rosenbrock()
    yield networks()
    yield from beside_jax.results()
    if torch.cuda.is_available():
        yield from (rosenbrock("cuda"), networks("cuda"))


def steps() -> Iterator[Result]:
    """Steps of ten million numbers, compiled in place, one thread."""
    yield from rates()
    if torch.cuda.is_available():
        yield from rates("cuda")


NATIVE: dict[str, Callable[[], Iterator[Result]]] = {
    "populations": populations,
    "rates": steps,
    "exported": exported.results,
    "workers": workers.results,
    "remote": remote.results,
    "cluster": cluster.results,
    "giving_up": giving_up.results,
}
BROWSER = {module.__name__.split(".")[-1]: module.results for module in (
    first, visits, suites, stops, studio, frames, drags, long_tasks,
)}  # fmt: skip


def main(names: list[str]) -> int:
    """Print one row per result, as they come, and the verdict; the exit status."""
    if names[:1] == ["gpu"]:
        return gpu.main(names[1:])
    possible = [*NATIVE, *BROWSER]
    unknown = [name for name in names if name not in possible]
    if unknown:
        print(f"no group is called {unknown[0]!r}; there are: {', '.join(possible)}")
        return 2
    chosen = names or possible
    torch.set_num_threads(1)
    was_quiet = quiet()
    print(environment())
    print("the machine is quiet\n" if was_quiet else "the machine is BUSY: what is missed is a warning only\n")
    print(HEAD, flush=True)
    found: list[Result] = []

    def told(results: Iterator[Result]) -> None:
        for result in results:
            found.append(result)
            print(result.row(), flush=True)

    for name in chosen:
        if name in NATIVE:
            told(NATIVE[name]())
    if any(name in BROWSER for name in chosen):
        with on_site() as (browser, site):
            for name in chosen:
                if name in BROWSER:
                    told(BROWSER[name](browser, site))
    status, last = verdict(found, was_quiet)
    print(f"\n{last}")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
