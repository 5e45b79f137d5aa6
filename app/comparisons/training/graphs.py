"""Steps as graphs of a GPU: a chain of them is captured once and then begun by one launch, however many kernels it has.

A step of a few hundred kernels takes a GPU less time than it takes Python to launch them. In a chain nothing changes
from one replay to the next but what lies in memory: the batch is read from the window of drawn numbers by a counter on
the device, not by a slice that Python makes. Without capture, on a processor, the same function is simply called; so
everything but the capture itself is tested there.
"""

from collections.abc import Callable, Mapping, Sequence
from time import perf_counter
from typing import Any

import torch
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode

from app.comparisons.training.inputs import SCHEDULE
from app.comparisons.training.population import Population
from app.comparisons.training.step import Step, advance
from app.comparisons.training.window import Window
from app.workloads.workload import Tensors

Begin = dict[int, Callable[[], None]]
"""By the length of a chain what begins it."""

CHAINS = (16, 4, 1)
"""Steps in a graph, the longest first: any number of steps is made of these, and the last is one step."""
SECONDS = 0.01
"""About how long the steps between two looks at the clock take at most."""
MOST = 256
"""And no more steps than this."""
FASTER = 4
"""How many times more steps may follow than the time before."""
WAITING = {"eigh", "svd", "qr", "solve", "inv", "lu", "cholesky", "dense", "nonzero"}
"""Words in the names of operations that ask a GPU how they went, or how much they found."""
WARM = 2
"""Steps on a copy before a capture: the first ones set up what must not be set up in it."""


class _Listening(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Notes the first operation that waits for the device."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.heard: str | None = None

    def __torch_dispatch__(
        self, func: Any, types: Any, args: Sequence[Any] = (), kwargs: Mapping[str, Any] | None = None
    ) -> Any:
        name = str(func).removeprefix("aten.").partition(".")[0].strip("_")
        if self.heard is None and WAITING & set(name.split("_")):
            self.heard = name
        return func(*args, **(kwargs or {}))


def waits(step: Step, population: Population, hypers: Tensors, batch: Tensors, drawn: Tensors) -> str | None:
    """The operation by which a step waits for the device, so that it cannot be captured; None where none does.

    One step is made, of a copy: every step has the operations of the first.
    """
    listening = _Listening()
    with listening:
        advance(step, population.clone(), hypers, batch, drawn)
    return listening.heard


def parts(steps: int) -> list[int]:
    """The chains that make so many steps together, the longest first."""
    made = []
    for length in CHAINS:
        count, steps = divmod(steps, length)
        made += [length] * count
    return made


class Pace:
    """How many steps may follow before the clock is looked at again; told by what the last ones took."""

    def __init__(self, clock: Callable[[], float] = perf_counter):
        self.longest = 1
        self._clock = clock
        self._last = clock()

    def begin(self) -> None:
        """Steps begin; before, something else may have gone on."""
        self._last = self._clock()

    def made(self, steps: int) -> None:
        """So many steps were made, or so many earlier ones were waited for while they began."""
        now = self._clock()
        took = max(now - self._last, 1e-9)
        self._last = now
        self.longest = max(1, min(int(steps * SECONDS / took), FASTER * steps))


class Recorder:
    """Captures on one GPU: the few lines that need one."""

    def __init__(self, device: torch.device):
        self.device = device
        self.stream = torch.cuda.Stream(device)  # type: ignore[no-untyped-call]
        self.pool = torch.cuda.graph_pool_handle()
        self._before: torch.cuda.Event | None = None

    def warm(self, work: Callable[[], None]) -> None:
        """Do the work on the stream of captures, a few times."""
        self.stream.wait_stream(torch.cuda.current_stream(self.device))
        with torch.cuda.stream(self.stream):
            for _ in range(WARM):
                work()
        torch.cuda.current_stream(self.device).wait_stream(self.stream)
        torch.cuda.synchronize(self.device)

    def capture(self, work: Callable[[], None]) -> Callable[[], None]:
        """What begins the work, captured; nothing of it is done yet. Other threads may use the GPU meanwhile."""
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph, pool=self.pool, stream=self.stream, capture_error_mode="thread_local"):
            work()
        return graph.replay

    def keep_up(self) -> None:
        """Wait for the steps before the last ones: the queue of the GPU stays short, and is never empty."""
        before, self._before = self._before, torch.cuda.Event()  # type: ignore[no-untyped-call]
        self._before.record(torch.cuda.current_stream(self.device))
        if before is not None:
            before.synchronize()


class Graphs:
    """A population stepped by chains. Chains are made anew for another step: eager at first, then compiled."""

    def __init__(self, population: Population, hypers: Tensors, window: Window, steps: int, pace: Pace | None = None):
        device = population.t.device
        self.population, self.hypers, self.window = population, hypers, window
        self.recorder = Recorder(device) if device.type == "cuda" else None
        self.pace = pace or Pace()
        runs = len(population.died)
        self.losses = population.died.new_zeros(MOST, runs)
        """Before each step of the last stretch, `(steps, runs)` and room for more."""
        self.dead = torch.zeros(runs, dtype=torch.bool, device=device)
        """Which runs were dead after the first of them."""
        self.notice: str | None = None
        # Where the next step finds its numbers in the window, its multiplier, and the row for its losses.
        self._place, self._step, self._at = (torch.zeros(1, dtype=torch.int64, device=device) for _ in range(3))
        self._last = steps - 1
        self._given: tuple[Tensors, Tensors] = ({}, {})
        self._first = -1
        self._made: tuple[Step, Begin] | None = None

    def advance(self, step: Step, first: int, most: int) -> int:
        """Make at most so many steps after `first`, one at least; how many were made."""
        begin = self.prepare(step, first)
        steps = min(most, self.pace.longest, self.window.left(first), MOST)
        self.pace.begin()
        begin[1]()
        torch.ge(self.population.died, 0, out=self.dead)
        for length in parts(steps - 1):
            begin[length]()
        if self.recorder is not None:
            self.recorder.keep_up()
        self.pace.made(steps)
        return steps

    def prepare(self, step: Step, first: int) -> Begin:
        """What begins each chain of this step after so many steps; captured between two steps, and once."""
        self._follow(first)
        if self._made is None or self._made[0] is not step:
            self._made = step, self._chains(step)
        return self._made[1]

    def _follow(self, first: int) -> None:
        """Have the window's numbers in the memory that the chains read, and the counters where the steps go on."""
        begins, batch, drawn = self.window.whole(first)
        if begins != self._first:
            if not self._given[0] and not self._given[1]:
                self._given = _room(batch, self.window.length), _room(drawn, self.window.length)
            for own, given in zip(self._given, (batch, drawn), strict=True):
                for name, value in given.items():
                    own[name][: len(value)].copy_(value)
            self._first = begins
        self._place.fill_(first - begins)
        self._step.fill_(first)
        self._at.zero_()

    def _one(self, step: Step, population: Population) -> None:
        """One step of a population: what a chain is made of, captured or not."""
        batch, drawn = ({name: _row(value, self._place) for name, value in each.items()} for each in self._given)
        if self.window.multipliers is not None:
            drawn[SCHEDULE] = _row(self.window.multipliers, self._step.clamp(max=self._last))
        losses = advance(step, population, self.hypers, batch, drawn)
        self.losses.index_copy_(0, self._at, losses[None])
        for counter in (self._place, self._step, self._at):
            counter.add_(1)

    def _chains(self, step: Step) -> Begin:
        """Captured where there is a GPU; where that fails, or there is none, called as they are."""
        called = {length: self._called(step, length) for length in CHAINS}
        if self.recorder is None:
            return called
        counters = (self._place, self._step, self._at)
        before = [counter.clone() for counter in counters]
        copy = self.population.clone()

        def warm() -> None:
            for counter in counters:
                counter.zero_()  # a step beyond the window would read what is not there
            self._one(step, copy)

        try:
            self.recorder.warm(warm)
            return {length: self.recorder.capture(work) for length, work in called.items()}
        except RuntimeError as error:
            self.notice = f"The step runs without a graph: {' '.join(str(error).split())[:200]}"
            return called
        finally:
            for counter, value in zip(counters, before, strict=True):
                counter.copy_(value)

    def _called(self, step: Step, length: int) -> Callable[[], None]:
        def work() -> None:
            for _ in range(length):
                self._one(step, self.population)

        return work


def _room(tensors: Tensors, length: int) -> Tensors:
    """Memory for so many steps of each."""
    return {name: value.new_zeros(length, *value.shape[1:]) for name, value in tensors.items()}


def _row(tensor: Tensor, place: Tensor) -> Tensor:
    """The row at a place that the device knows."""
    return tensor.index_select(0, place)[0]
