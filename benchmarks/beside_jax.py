"""Our steps beside `jax.jit` of the same steps: masks and recorded losses on both sides, and beside them the bare scan.

Start and batches are given to all; compiling is not counted. All take turns, and medians are compared.
"""

import torch

from app.comparisons.native.code import code_of
from app.comparisons.native.stretches import Stretches
from app.comparisons.shard import Member, Shard
from app.comparisons.training.blocks import Blocks
from app.comparisons.training.hits import Hits
from app.comparisons.training.population import populate
from app.comparisons.training.program import Program
from app.comparisons.training.ring import KEPT
from app.comparisons.training.routing import hypers
from app.comparisons.training.step import make_step
from app.comparisons.training.structure import device_of, structure_of
from app.comparisons.training.window import Window
from app.workloads.classifier import Classifier
from benchmarks.promise import Result
from benchmarks.timing import Work, medians, ratio

EVERY = 10
"""Steps from one recorded loss to the next."""
LANDSCAPE_ROUNDS, NETWORK_ROUNDS = 40, 10
SHARED, OWN = (0.9,), (0.8, 0.85, 0.9, 0.95, 0.97)
"""First betas: one for all runs, or one of these each."""


class Ours:
    """A shard of AdamW, ready to be stepped again and again from its start."""

    def __init__(self, workload: str, runs: int, steps: int, betas: tuple[float, ...] = SHARED):
        members = tuple(Member(index, index, {"lr": 1e-3, "beta1": betas[index % len(betas)]}) for index in range(runs))
        self.steps = steps
        self.shard = Shard(workload, "adamw", members, steps, record_every=EVERY, backend="compiled", device="cpu")
        device = device_of(self.shard)
        made = structure_of(self.shard, device)
        self.workload, self.groups, self.program, self.block = made.workload, made.groups, made.program, made.block
        self.hypers, seeds = hypers(self.shard, made.groups, device), torch.arange(runs)
        self.start = populate(made.workload, made.groups, seeds, self.hypers)
        self.population = self.start.clone()
        own = self.population.tensors()
        self.pairs = [(own[name], value) for name, value in self.start.tensors().items()]
        self.window = Window(made.workload, made.groups, seeds, steps)

    def compiled(self, size: int) -> Work:
        """The work of the compiled step on so many runs at once."""
        program = self.program if size == self.block else Program(make_step(self.workload, self.groups))
        parts = Blocks(self.population, self.hypers, self.window, size)
        losses = self.population.died.new_zeros(self.steps // EVERY, len(self.population.died))
        with torch.no_grad():
            program.compile(*parts.sample(*self.window.at(0)), True)

        def work() -> None:
            self._restart()
            step = 0
            with torch.no_grad():
                while step < self.steps:
                    recorded, made = step % EVERY == 0, parts.advance(program.step, step, EVERY - step % EVERY)
                    if recorded:
                        losses[step // EVERY].copy_(parts.losses)
                    step += made

        return work

    def generated(self) -> Work:
        """The work of the generated code, in calls of at most about 10 ms as `execute` makes them."""
        code = code_of(self.shard, self.workload, self.groups, self.hypers)
        hits = Hits(self.workload, self.population, self.steps, False)
        calls = Stretches(code, self.population, self.hypers, hits, self.window, EVERY, KEPT)

        def work() -> None:
            self._restart()
            step = 0
            while step < self.steps:
                step += calls.advance(step, min(self.steps - step, KEPT * EVERY)).steps

        return work

    def _restart(self) -> None:
        for own, begun in self.pairs:
            own.copy_(begun)


def results() -> list[Result]:
    """The rows for landscapes and networks; none where jax is not installed."""
    try:
        import jax  # noqa: F401
    except ImportError:
        return []
    return [*landscapes(), *networks()]


def landscapes(runs: int = 1000, steps: int = 1000) -> list[Result]:
    """Rosenbrock's function: generated code, the compiled step and JAX."""
    from benchmarks import with_jax

    shared, own = Ours("landscape", runs, steps), Ours("landscape", runs, steps, OWN)
    start = {name: value.numpy() for name, value in shared.start.params.items()}

    def theirs(one: Ours) -> Work:
        given = {name.removeprefix("rule."): _shared(values).numpy() for name, values in one.hypers.items()}
        return with_jax.like_ours("adamw", with_jax.landscape("rosenbrock"), start, given, None, steps, EVERY)

    took = medians(
        {
            "ours": shared.generated(),
            "ours, own betas": own.generated(),
            "ours, compiled": shared.compiled(runs),
            "JAX": theirs(shared),
            "JAX, own betas": theirs(own),
            "JAX, bare": with_jax.bare(with_jax.rosenbrock_loss, start["point"], torch.zeros(runs, steps).numpy()),
        },
        LANDSCAPE_ROUNDS,
    )
    return _rows(
        f"{runs} x Rosenbrock x {steps}",
        LANDSCAPE_ROUNDS,
        took,
        ("ours", "JAX, bare", 1.0),
        ("ours, own betas", "JAX, bare", 1.0),
        ("ours", "JAX", 1.0),
        ("ours, own betas", "JAX, own betas", 1.0),
        ("ours", "ours, compiled", None),
    )


def networks(runs: int = 256, steps: int = 50) -> list[Result]:
    """Networks of one hidden layer, batch 64: the compiled step and JAX."""
    from benchmarks import with_jax

    own = Ours("mlp_digits", runs, steps)
    assert isinstance(own.workload, Classifier)
    start = {name: value.numpy() for name, value in own.start.params.items()}
    places = own.workload.batches(torch.arange(runs), 0, steps)["index"].numpy()
    loss = with_jax.network_loss(own.workload.x_train.numpy(), own.workload.y_train.numpy())
    given = {name.removeprefix("rule."): _shared(values).numpy() for name, values in own.hypers.items()}
    took = medians(
        {
            "ours": own.compiled(own.block),
            "ours, all runs at once": own.compiled(runs),
            "JAX": with_jax.like_ours("adamw", with_jax.network(loss), start, given, places, steps, EVERY),
            "JAX, bare": with_jax.bare(loss, start, places.swapaxes(0, 1)),
        },
        NETWORK_ROUNDS,
    )
    what = f"{runs} networks x {steps}"
    return _rows(
        what,
        NETWORK_ROUNDS,
        took,
        ("ours", "ours, all runs at once", 1.25),
        ("ours", "JAX", 0.7),
        ("ours", "JAX, bare", 0.7),
    )


def _shared(values: torch.Tensor) -> torch.Tensor:
    """One number where all runs have the same."""
    return values[:1] if bool((values == values[0]).all()) else values


def _rows(what: str, rounds: int, took: dict[str, float], *pairs: tuple[str, str, float | None]) -> list[Result]:
    """How many times as fast the first of each pair is as the second, with the least that is promised."""
    return [
        ratio(
            f"{what}: {one}, to {other}",
            took[other] / took[one],
            least,
            rounds,
            f"{took[one] * 1e3:.2f} ms, {took[other] * 1e3:.2f} ms, medians",
        )
        for one, other, least in pairs
    ]
