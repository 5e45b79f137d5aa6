"""A step made fast: compiled in the background while eager steps go on, kept for the next shard like it."""

import importlib
import os
import threading
import warnings
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TypeVar

import torch
from torch import Tensor

from app.comparisons.native.compiling import compiler
from app.comparisons.training.population import Population
from app.comparisons.training.step import Step
from app.workloads.workload import Tensors

WORTH = 20.0
"""Seconds of eager work that must lie ahead on a processor before compiling is worth its own time."""

TINY = 100
"""Steps ahead from which on a GPU compiles, whatever they take: there an eager step waits for its hundreds of launches,
and the next shard of the structure finds the program ready."""

THREADS = 8
"""Of the compiler at most where it compiles for a GPU, kernel by kernel; for a processor it compiles one file."""

REST = 0.002
"""Seconds that a step leaves to a compiler at work."""

KEPT = 16

T = TypeVar("T")


class Program:
    """A step that begins eager and becomes compiled.

    `step` is always safe to call. `kind` says what it is: `eager` or `compiled`; `notice` why it is not compiled.
    """

    def __init__(self, eager: Step):
        self.eager = eager
        self.step = eager
        self.kind = "eager"
        self.notice: str | None = None
        self._thread: threading.Thread | None = None

    @property
    def settled(self) -> bool:
        """Whether compiling was tried, with whatever end, or is under way."""
        return self.kind == "compiled" or self.notice is not None or self._thread is not None

    @property
    def compiling(self) -> bool:
        """Whether a compiler is at work beside the steps."""
        return self._thread is not None and self._thread.is_alive()

    def compile(self, population: Population, hypers: Tensors, batch: Tensors, drawn: Tensors, wait: bool) -> None:
        """Start compiling, on copies of these tensors; with `wait`, come back when it is done."""
        missing = no_compiler(population.t.device)
        if missing:
            self.notice = missing
            return
        configure(population.t.device)
        copy = population.clone()
        arguments = (copy.params, copy.states, copy.t, copy.died, hypers, batch, drawn)
        if wait:
            self._compile(arguments)
            return
        # No daemon: the interpreter aborts when it ends beneath a thread that is in the compiler's C++.
        self._thread = threading.Thread(target=self._compile, args=(arguments,), name="compile")
        self._thread.start()

    def rest(self) -> None:
        """Leave the interpreter to the compiler for a moment, where it is at work.

        It gives the interpreter's lock up at every call into C++ and would else wait a switch interval to get it back.
        """
        if self._thread is not None and self.compiling:
            self._thread.join(REST)

    def _compile(self, arguments: tuple[Tensors | Tensor, ...]) -> None:
        try:
            with torch.no_grad():
                compiled: Step = torch.compile(self.eager, fullgraph=True, dynamic=False)
                compiled(*arguments)  # type: ignore[arg-type]
        except Exception as error:  # whatever the compiler raises: the eager step does the same work
            self.notice = f"The step runs uncompiled: {type(error).__name__}: {' '.join(str(error).split())[:200]}"
            return
        self.step, self.kind = compiled, "compiled"


def worth_compiling(device: torch.device, seconds: float, steps: int) -> bool:
    """Whether to compile for so many steps ahead, which eagerly take so many seconds (0: not known yet)."""
    return steps >= TINY if device.type == "cuda" else seconds > WORTH


def compile_threads(device: torch.device) -> int:
    """How many kernels are compiled at the same time: one for a processor, whose cores have workers of their own."""
    return min(THREADS, os.cpu_count() or 1) if device.type == "cuda" else 1


def configure(device: torch.device) -> None:
    """Set what the compiler reads from its configuration: its threads, and as many programs as are kept."""
    import torch._dynamo.config as dynamo
    import torch._inductor.config as inductor

    with warnings.catch_warnings():
        # A part of torch that the compiler loads warns of its own deprecated parts.
        warnings.simplefilter("ignore", DeprecationWarning)
        importlib.import_module("torch.utils.mkldnn")
        from app.comparisons.training.hoist import HoldPowers
    inductor.post_grad_custom_pre_pass = HoldPowers()

    inductor.compile_threads = compile_threads(device)
    dynamo.recompile_limit = max(dynamo.recompile_limit, 4 * KEPT)
    dynamo.accumulated_recompile_limit = max(dynamo.accumulated_recompile_limit, 64 * KEPT)


def no_compiler(device: torch.device) -> str | None:
    """Why nothing can be compiled for the device on this machine, or None."""
    if device.type == "cpu" and compiler() is None:
        return "The step runs uncompiled: this machine has no C++ compiler (g++ or clang++), which torch.compile needs."
    return None


_kept: OrderedDict[Hashable, object] = OrderedDict()


def kept(key: Hashable, make: Callable[[], T]) -> T:
    """What `make` made for the key, of the last `KEPT` ones; made anew otherwise."""
    if key not in _kept:
        _kept[key] = make()
    _kept.move_to_end(key)
    while len(_kept) > KEPT:
        _kept.popitem(last=False)
    return _kept[key]  # type: ignore[return-value]
