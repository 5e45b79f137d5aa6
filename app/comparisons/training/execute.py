"""Executes a shard: `execute(shard, checkpoints, sink, stop)` is the one way in, under every engine and in tests.

The reference backend is eager float64 on the CPU and repeats bit for bit, resumed or not. The compiled backend is
float32 and begins eager too, until the compiled step is ready. Both take the same step function. Where a step has code
of one run (`app.comparisons.native`), the compiled backend takes that on the CPU, many steps a call.
"""

from collections.abc import Callable
from time import perf_counter

import torch
from torch import Tensor

from app.comparisons.native.code import Code
from app.comparisons.shard import Checkpoints, End, Record, Result, Shard, Sink, Stop
from app.comparisons.training import blocks, routing
from app.comparisons.training.calendar import Calendar
from app.comparisons.training.generated import Generated, structures_code
from app.comparisons.training.graphs import Graphs, waits
from app.comparisons.training.hits import Hits
from app.comparisons.training.multipliers import multipliers
from app.comparisons.training.population import populate
from app.comparisons.training.precision import notice, process_wide
from app.comparisons.training.profiles import profiles
from app.comparisons.training.program import worth_compiling
from app.comparisons.training.provenance import data_hash, made_with, stamped, unstamped, versions
from app.comparisons.training.ring import Ring, finite
from app.comparisons.training.saving import Saving
from app.comparisons.training.step import advance, viewed
from app.comparisons.training.step_clock import StepClock
from app.comparisons.training.structure import device_of, key_of, structure_of
from app.comparisons.training.walk import parity
from app.comparisons.training.window import Window
from app.workloads import catalog
from app.workloads.workload import Tensors

FLUSH_SECONDS = 0.5
"""How long records stay on the device at most, between two steps."""

WARM = 3
"""Steps whose time says nothing: the first ones load parts of torch, which takes longer than the work."""

SAMPLE = 0.5
"""Seconds of steps after those, before it is said how long the rest takes."""


def execute(
    shard: Shard,
    checkpoints: Checkpoints,
    sink: Sink,
    stop: Stop,
    *,
    wait_for_compiler: bool = False,
    uncompiled: bool = False,
    generated: bool | None = None,
    chained: bool | None = None,
    clock: Callable[[], float] = perf_counter,
) -> Result:
    """Train the shard from its last checkpoint to its end, or until `stop` says so.

    `BadShard` where the shard cannot run, `BadCheckpoint` where the saved bytes are of another one. Divergence is no
    error. With `wait_for_compiler` no step of the compiled backend is eager unless compiling fails, with `uncompiled`
    all are. `generated` says whether the code of one run is taken where there is some, on the reference backend too;
    left out, the compiled backend takes it on the CPU. `chained` says the same of steps in chains, which a GPU takes as
    graphs; left out, the compiled backend takes them there. `clock` tells when a checkpoint is due.
    """
    with torch.no_grad(), process_wide(device_of(shard)):
        return _Execution(
            shard, checkpoints, sink, stop, wait_for_compiler, uncompiled, generated, chained, clock
        ).run()


class _Execution:
    """One shard under way."""

    def __init__(
        self,
        shard: Shard,
        checkpoints: Checkpoints,
        sink: Sink,
        stop: Stop,
        wait_for_compiler: bool,
        uncompiled: bool,
        generated: bool | None,
        chained: bool | None,
        clock: Callable[[], float],
    ):
        self.shard, self.checkpoints, self.sink, self.stop = shard, checkpoints, sink, stop
        self.wait_for_compiler, self.uncompiled = wait_for_compiler, uncompiled
        self.versions = versions(shard)
        self.device = device = device_of(shard)
        self.structure = structure_of(shard, device)
        self.workload, self.groups = self.structure.workload, self.structure.groups
        self.hypers = routing.hypers(shard, self.groups, device)
        seeds = torch.tensor([member.seed for member in shard.members], dtype=torch.int64, device=device.torch_device)
        self.population = populate(self.workload, self.groups, seeds, self.hypers)
        self.window = Window(self.workload, self.groups, seeds, shard.steps, multipliers(shard, device))
        saved = checkpoints.load()
        if saved is not None:
            self.population.load(unstamped(saved, self.versions))
        self.first = int(self.population.t.item())
        self.on_cuda = device.torch_device.type == "cuda"
        self.ring = Ring(self.population, self.first, ahead=self.on_cuda)
        self.clock = StepClock(lambda: torch.cuda.synchronize(device.torch_device) if self.on_cuda else None)
        higher = catalog.modules()[shard.workload].CARD.better == "higher"
        self.shown = self.workload.seen(self.population.died) is not None
        self.hits = Hits(self.workload, self.population, shard.steps, higher)
        self.hits.go_on(self.first, shard.steps)
        wanted = shard.backend == "compiled" and not uncompiled if generated is None else generated
        self.code = Code(None)
        if wanted and self.shown and not self.on_cuda and not higher:
            self.code = structures_code(key_of(shard, device), shard, self.workload, self.groups, self.hypers)
        self.generated = Generated(self.code, self.population, self.hypers, self.hits, self.window, shard.record_every)
        self.blocks = blocks.Blocks(self.population, self.hypers, self.window, self.structure.block)
        by_itself = self.on_cuda and shard.backend == "compiled" and not uncompiled
        self.graphs: Graphs | None = None
        self.outside: str | None = None
        if by_itself if chained is None else chained:
            given = self.window.at(self.first)
            waiting = waits(self.structure.program.eager, self.population, self.hypers, *given)
            if waiting is None:
                self.graphs = Graphs(self.population, self.hypers, self.window, shard.steps)
            else:
                self.outside = f"The step runs without a graph: {waiting} waits for the device."
        self.saving = Saving(checkpoints.every, checkpoints.seconds, clock)
        self.calendar = Calendar(shard, self.hits, self.saving, self.shown)
        self.flushed = self.began = self.warm = perf_counter()

    def run(self) -> Result:
        """All steps, then the result."""
        step = self.first
        while step < self.shard.steps:
            if self.stop():
                self._save(step)
                return self._result("stopped", step, *self._losses(step))
            step += self._stretch(step) if self.generated.there else self._step(step)
            self._flush_in_time(step)
            if step < self.shard.steps and self.saving.due(step):
                self._save(step)
        self.clock.pause()
        losses, evaluation = self._losses(step)
        self._look(step, losses, evaluation)
        end = self._end()
        self.ring.add(step, losses, self.population.died >= 0, evaluation, end)
        self._save(step)
        return self._result("finished", step, losses, evaluation, end.choosing)

    def _stretch(self, step: int) -> int:
        """Call generated code; how many steps it made, to the next checkpoint at most."""
        made = self.generated.advance(step, self.calendar.before_saving(step), self.ring, self.calendar.evaluated)
        self.clock.made(self._kind, False, made)
        return made

    def _step(self, step: int) -> int:
        """Make one step, or several by blocks, of which the first alone may be recorded; how many they were."""
        batch, drawn = self.window.at(step)
        recorded = self.calendar.recorded(step)
        looked = self.calendar.looked(step)
        evaluated = looked or (recorded and self.calendar.evaluated(step))
        evaluation = self._aside(self._evaluate, step) if evaluated else None
        validation = self._aside(self._choose, step) if recorded and self.calendar.validated(step) else None
        program = self._program(step, batch, drawn)
        made = 1
        if self.graphs is not None:
            made = self.graphs.advance(program, step, self.calendar.free(step))
            losses, dead = self.graphs.losses[0], self.graphs.dead
        elif len(self.blocks.parts) > 1 and program is not self.structure.program.eager:
            made = self.blocks.advance(program, step, self.calendar.free(step))
            losses, dead = self.blocks.losses, self.blocks.dead
        else:
            losses = advance(program, self.population, self.hypers, batch, drawn)
            dead = self.population.died >= 0
        self.clock.made(self._kind, self.structure.program.compiling, made)
        if self.shown or looked:
            self._look(step, losses, evaluation)
        if self.shown and self.graphs is not None:
            for after in range(1, made):
                self._look(step + after, self.graphs.losses[after], None)
        if recorded:
            told = evaluation if self.calendar.evaluated(step) else None
            self.ring.add(step, losses, dead, told, validation=validation)
        return made

    def _flush_in_time(self, step: int) -> None:
        if self.ring.full or perf_counter() - self.flushed > FLUSH_SECONDS:
            self._flush(step)

    @property
    def _kind(self) -> str:
        """What a step is: `generated`, `reference`, `compiled` or `eager`."""
        if self.generated.there:
            return "generated"
        return "reference" if self.shard.backend == "reference" else self.structure.program.kind

    def _aside(self, look: Callable[[int], Tensor], step: int) -> Tensor:
        """What is found between two steps."""
        self.clock.pause()
        found = look(step)
        self.clock.resume()
        return found

    def _program(self, step: int, batch: Tensors, drawn: Tensors) -> Callable[..., Tensor]:
        """The step to take: compiled where that is asked for and ready."""
        program = self.structure.program
        if self.shard.backend == "reference" or self.uncompiled:
            return program.eager
        if not program.settled and (self.wait_for_compiler or self._worth_compiling(step)):
            if self.graphs is not None:
                self.graphs.prepare(program.step, step)  # captured before a compiler is at work beside it
            program.compile(*self.blocks.sample(batch, drawn), self.wait_for_compiler)
        program.rest()
        return program.step

    def _worth_compiling(self, step: int) -> bool:
        return worth_compiling(self.population.t.device, self._ahead(step), self.shard.steps - step)

    def _ahead(self, step: int) -> float:
        """Seconds that the rest takes at the present rate; 0 while the rate is not known."""
        made, now = step - self.first - WARM, perf_counter()
        if made <= 0:
            self.warm = now
            return 0.0
        taken = now - self.warm
        return 0.0 if taken < SAMPLE else taken / made * (self.shard.steps - step)

    def _look(self, step: int, losses: Tensor, evaluation: Tensor | None) -> None:
        """Note which goals are reached by the metric after that step; losses show it, or else the evaluation."""
        metric = self.workload.seen(losses)
        metric = evaluation if metric is None else metric
        if metric is not None:
            self.hits.add(step, metric)

    def _end(self) -> End:
        """What is known of all members after their last step, beside the record."""
        self.hits.settle()
        points = self._points(self.shard.steps)
        dead = self.population.died >= 0
        return End(
            finite(self.workload.choose(points), dead),
            finite(self.workload.sampling_error(points), dead),
            tuple(map(tuple, self.population.hits.T.tolist())),
        )

    def _points(self, step: int) -> Tensors:
        return viewed(self.groups, self.population, self.hypers, moved=step > 0)

    def _evaluate(self, step: int) -> Tensor:
        return self.workload.evaluate(self._points(step))

    def _choose(self, step: int) -> Tensor:
        return self.workload.choose(self._points(step))

    def _losses(self, step: int) -> tuple[Tensor, Tensor]:
        """Losses on the next batch and the metric, as things stand; runs found not finite are marked.

        At the end a metric that is not finite counts as well: a loss may be finite where the metric overflows.
        """
        losses, evaluation = self.workload.losses(self.population.params, self.window.at(step)[0]), self._evaluate(step)
        well = torch.isfinite(losses)
        if step == self.shard.steps:
            well = well & torch.isfinite(evaluation)
        died = self.population.died
        died.copy_(torch.where((died < 0) & ~well, self.population.t, died))
        return losses, evaluation

    def _flush(self, step: int, everything: bool = False) -> None:
        records: list[Record] = self.ring.drain(step) if everything else self.ring.fetch(step)
        if records:
            self.sink.records(records)
        self.sink.progress(step)
        self.flushed = perf_counter()

    def _save(self, step: int) -> None:
        """Everything up to `step` to the sink, then to the checkpoint: what is saved was reported."""
        self.clock.pause()
        self.saving.begin()
        self._flush(step, everything=True)
        self.hits.settle()
        self.checkpoints.save(stamped(self.population.save(), self.versions), step)
        self.saving.end()
        self.clock.resume()

    def _result(
        self, outcome: str, step: int, losses: Tensor, evaluation: Tensor, choosing: tuple[float | None, ...] = ()
    ) -> Result:
        dead = self.population.died >= 0
        program = self.structure.program
        kind = self._kind
        uncaptured = self.outside if self.graphs is None else self.graphs.notice
        uncompiled = None if self.shard.backend == "reference" else program.notice
        why = (self.code.notice, uncompiled, uncaptured, notice(self.shard, self.device))
        return Result(
            outcome="finished" if outcome == "finished" else "stopped",
            step=step,
            train_loss=finite(losses, dead),
            evaluation=finite(evaluation, dead),
            diverged_at=tuple(int(at) if at >= 0 else None for at in self.population.died.tolist()),
            backend=kind,
            device=str(self.population.t.device),
            seconds=perf_counter() - self.began,
            step_seconds=self.clock.seconds,
            made_with=made_with(self.versions, kind, self.device, data_hash(self.workload)),
            choosing=choosing,
            profile=profiles(self.workload.profile(self._points(step)), dead) if outcome == "finished" else None,
            notices=self.structure.notices + parity(self.shard) + tuple(filter(None, why)),
        )
