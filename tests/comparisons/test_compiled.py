import re

import pytest
import torch._dynamo.utils

from app.comparisons.errors import BadShard
from app.comparisons.training import program
from tests.comparisons.doubles import shard, train

LRS = [{"lr": 0.01}, {"lr": 0.03}, {"lr": 0.1}]
COMPILED = {"backend": "compiled", "device": "cpu"}


pytestmark = pytest.mark.usefixtures("fresh")


@pytest.fixture
def fresh(monkeypatch):
    """No program is kept from another test."""
    monkeypatch.setattr(program, "_kept", type(program._kept)())


def test_the_compiled_step_does_what_the_eager_one_does():
    reference = train(shard("mlp_digits", "adam", LRS, steps=8))[1].rows
    result, memory = train(shard("mlp_digits", "adam", LRS, steps=8, **COMPILED), wait_for_compiler=True)
    assert (result.backend, result.notices) == ("compiled", ())
    # From t = 3 on: a step counter that stood still would show by then.
    for row, wanted in zip(memory.rows[3:], reference[3:], strict=True):
        assert row.train_loss == pytest.approx(wanted.train_loss, rel=1e-4)
    assert memory.rows[-1].step == 8


def test_a_sweep_shares_one_compiled_program():
    given = shard("noisy_quadratic", "lion", LRS, steps=3, **COMPILED)
    assert train(given, wait_for_compiler=True, generated=False)[0].backend == "compiled"
    before = torch._dynamo.utils.counters["stats"]["unique_graphs"]
    other = shard("noisy_quadratic", "lion", [{"lr": 0.2, "beta1": 0.5}, *LRS[:2]], steps=5, **COMPILED)
    assert train(other, wait_for_compiler=True, generated=False)[0].backend == "compiled"
    assert torch._dynamo.utils.counters["stats"]["unique_graphs"] == before


def test_steps_go_on_while_the_step_is_compiled(monkeypatch):
    monkeypatch.setattr(program, "WORTH", 0.0)
    monkeypatch.setattr("app.comparisons.training.execute.SAMPLE", 0.0)
    ready = program.Program.rest
    waited = []

    def rest(self):
        # The fifth step has begun the compiler; from the tenth on it gets all the time it wants.
        waited.append(self.kind)
        if len(waited) == 10:
            self._thread.join()
        ready(self)

    monkeypatch.setattr(program.Program, "rest", rest)
    result, _ = train(shard("landscape", "momentum", [{"lr": 1e-4}], steps=20, **COMPILED), generated=False)
    reference, _ = train(shard("landscape", "momentum", [{"lr": 1e-4}], steps=20))
    assert waited[4] == "eager"
    assert result.backend == "compiled"
    assert result.train_loss == pytest.approx(reference.train_loss, rel=1e-4)


@pytest.mark.parametrize(("usual", "compiled"), [(0.01, False), (1.0, True)])
def test_first_steps_that_load_torch_do_not_make_a_short_shard_compile(monkeypatch, usual, compiled):
    clock, made, asked = [0.0], [], []

    def rest(self):
        made.append(self.kind)
        clock[0] += 5.0 if len(made) <= 3 else usual

    monkeypatch.setattr("app.comparisons.training.execute.perf_counter", lambda: clock[0])
    monkeypatch.setattr(program.Program, "rest", rest)
    monkeypatch.setattr(program.Program, "compile", lambda self, *_: asked.append(self))
    train(shard("landscape", "momentum", [{"lr": 1e-4}], steps=100, **COMPILED), generated=False)
    assert bool(asked) is compiled


def test_without_a_compiler_the_steps_stay_eager_and_a_notice_says_so(monkeypatch):
    monkeypatch.setattr("app.comparisons.native.compiling.shutil.which", lambda _: None)
    given = shard("landscape", "adam", LRS, steps=5, **COMPILED)
    result, _ = train(given, wait_for_compiler=True, generated=False)
    assert result.backend == "eager"
    assert "no C++ compiler" in result.notices[0]
    assert result.train_loss == pytest.approx(train(shard("landscape", "adam", LRS, steps=5))[0].train_loss, rel=1e-3)


def test_a_step_that_cannot_be_compiled_stays_eager_and_a_notice_says_so(monkeypatch):
    def refuse(*_, **__):
        raise RuntimeError("not today")

    monkeypatch.setattr("app.comparisons.training.program.torch.compile", refuse)
    result, _ = train(shard("landscape", "adam", LRS, steps=5, **COMPILED), wait_for_compiler=True, generated=False)
    assert (result.backend, result.step) == ("eager", 5)
    assert result.notices == ("The step runs uncompiled: RuntimeError: not today",)


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a CUDA device here, so that asking for one is right")
def test_cuda_is_refused_where_there_is_none():
    with pytest.raises(BadShard, match="this machine has none; possible: auto, cpu"):
        train(shard("landscape", "adam", LRS, steps=5, backend="compiled", device="cuda"))


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
def test_cuda_does_what_the_reference_does():
    reference = train(shard("mlp_digits", "adam", LRS, steps=8))[0]
    result, _ = train(shard("mlp_digits", "adam", LRS, steps=8, backend="compiled", device="cuda"))
    assert result.device.startswith("cuda")
    assert result.train_loss == pytest.approx(reference.train_loss, rel=1e-3)


def test_powers_are_computed_once_per_run_and_not_once_per_entry():
    from torch._inductor.utils import run_and_get_code

    program.configure(torch.device("cpu"))

    def corrected(x, beta, t):
        return x / (1 - beta**t)

    given = torch.ones(2, 4096), torch.tensor([[0.5], [0.9]]), torch.tensor([[3.0]])
    found, code = run_and_get_code(torch.compile(corrected), *given)
    assert torch.equal(found, corrected(*given))
    kernel = code[0].split('extern "C"')[1]
    # The power has a loop of its own, over the two runs, before the loop over the entries begins.
    # Whether the compiler writes std::pow or a vector's pow depends on the processor.
    assert "4096L" not in kernel[: re.search(r"\bpow\(", kernel).start()]


def test_a_gpu_compiles_all_but_tiny_shards_and_a_processor_what_takes_long():
    cpu, cuda = torch.device("cpu"), torch.device("cuda")
    # 300 eager steps of two milliseconds: on a GPU these are launches that a compiled step would not make.
    assert program.worth_compiling(cuda, 0.6, 300)
    assert program.worth_compiling(cuda, 0.0, program.TINY)
    assert not program.worth_compiling(cuda, 60.0, program.TINY - 1)
    assert not program.worth_compiling(cpu, 0.6, 300)
    assert program.worth_compiling(cpu, 20.5, 300)
    assert program.compile_threads(cpu) == 1
    assert 1 <= program.compile_threads(cuda) <= program.THREADS
