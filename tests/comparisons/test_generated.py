"""The code of one run: float64 has NumPy's bits, and it does what the step of torch does wherever a call ends."""

import io
import re

import numpy as np
import pytest
import torch
from descent import registry
from descent.graph import trace
from descent.spec import Hyper, Rule
from descent.stepper import Progress, begin
from descent.stepper import advance as advance_numpy

from app.comparisons.native import code, compiling, stretches
from app.comparisons.native.lowering import NoCode
from app.comparisons.native.one_run import one_run
from app.comparisons.native.prelude import OPERATIONS, PRELUDE
from app.comparisons.native.scalars import REDUCTIONS
from app.comparisons.native.writing import written
from app.comparisons.shard import Result, Shard
from app.comparisons.training import program
from app.comparisons.training.execute import execute
from app.comparisons.training.routing import parameter_groups
from app.workloads import catalog
from app.workloads.workload import Device
from tests.comparisons.doubles import Memory, StopAfter, never, shard, train

RUNS = 20
RATES = [{"lr": float(lr)} for lr in np.geomspace(1e-4, 3.0, RUNS)]
GIVEN = {"steps": 40, "record_every": 4, "evaluate_every": 8}
DOUBLE = Device(torch.float64, torch.device("cpu"))
NONE = {"sophia"}
"""Rules of these scopes without code: it reads an estimate of the Hessian."""

needs_compiler = pytest.mark.skipif(compiling.compiler() is None, reason="this machine has no C++ compiler")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("generated")


@pytest.fixture(autouse=True)
def own_folder(monkeypatch, folder):
    """Libraries of these tests in a folder of theirs, and no program kept from another test."""
    monkeypatch.setattr(code, "GENERATED", folder)
    monkeypatch.setattr(program, "_kept", type(program._kept)())


def population(memory: Memory) -> dict[str, np.ndarray]:
    with np.load(io.BytesIO(memory.data.partition(b"\n")[2])) as stored:
        return {name: stored[name] for name in stored.files}


def in_numpy(given: Shard) -> tuple[np.ndarray, dict[str, np.ndarray], np.ndarray]:
    """Points, states and who died when, by the rule and the landscape in NumPy float64; a dead run stays."""
    workload = catalog.build(given.workload, given.options, DOUBLE)
    rule, settings = registry.rule(given.rule), dict(given.members[0].hypers)
    ((name, start),) = workload.start(seeds := torch.arange(len(given.members))).items()
    start = start.numpy()
    progress, died = begin(rule, [start], settings, np), np.full(len(start), -1.0)
    with np.errstate(all="ignore"):
        for step in range(given.steps):
            batch = {key: drawn[0].numpy() for key, drawn in workload.batches(seeds, step, 1).items()}
            loss, _, grads = workload.formula({name: progress.params[0]}, batch, np)
            well = (died < 0) & np.isfinite(loss)
            died = np.where((died < 0) & ~well, step, died)
            new = advance_numpy(rule, progress, [grads[name]], settings, np)
            old = progress.states[0] or rule.init(start, np, **rule.wanted(rule.init, rule.settings(settings)))
            kept = {state: frozen(well, old[state], value) for state, value in new.states[0].items()}
            points = frozen(well, progress.params[0], new.params[0])
            progress = Progress((points,), (kept,), new.steps, new.updates)
    return progress.params[0], progress.states[0] or {}, died


def frozen(well: np.ndarray, old: object, new: object) -> np.ndarray:
    value = np.asarray(new)
    return np.where(well.reshape((-1,) + (1,) * (value.ndim - 1)), value, old)


@needs_compiler
@pytest.mark.parametrize("rule", ["adam", "nadam", "radam", "lamb", "adafactor", "schedule_free"])
def test_float64_has_the_bits_of_numpy(rule):
    usual = registry.rule(rule).defaults["lr"]
    for scale in (1.0, 30.0, 1000.0):
        given = shard("landscape", rule, [{"lr": usual * scale}] * RUNS, steps=40)
        result, memory = train(given, generated=True)
        assert result.backend == "generated"
        has_the_bits_of_numpy(given, result, memory)


def has_the_bits_of_numpy(given: Shard, result: Result, memory: Memory) -> None:
    points, states, died = in_numpy(given)
    found = population(memory)
    (name,) = (key.removeprefix("params/") for key in found if key.startswith("params/"))
    np.testing.assert_array_equal(found[f"params/{name}"], points)
    for state, value in states.items():
        own = found[f"states/rule.{name}.{state}"]
        np.testing.assert_array_equal(own, np.broadcast_to(value, own.shape))
    gone = [-1 if at is None else at for at in result.diverged_at]
    assert [at for at in gone if at < given.steps] == [at for at in died if at < given.steps]


def texts(rule: str, **settings: object) -> str:
    """The file of a rule on a landscape, uncompiled."""
    given = shard("landscape", rule, RATES[:1], steps=3, **settings)
    workload = catalog.build("landscape", {}, DOUBLE)
    (group,), _ = parameter_groups(given, catalog.modules()["landscape"].CARD, workload)
    graph = code._rule_graph(given, group, (2,))
    formula = code._formula_graph(workload, "point", (2,), ())
    made = one_run(formula, graph, (), dict.fromkeys(graph.hypers, False), False, np.float64)
    return written(made, 1 + len(graph.state), len(graph.hypers), 0, "double")


def test_every_element_and_tensor_rule_has_code():
    refused = set()
    for name in registry.rule_names():
        if registry.rule(name).scope in ("element", "tensor"):
            try:
                texts(name)
            except NoCode:
                refused.add(name)
    assert refused == NONE


def test_nothing_that_somebody_typed_reaches_the_file():
    def init(p, xp):  # noqa: ARG001
        return {"stolen_state": p * 0}

    def update(p, g, s, t, xp, stolen_hyper):  # noqa: ARG001
        stolen_local = s["stolen_state"] + g
        return -stolen_hyper * stolen_local, {"stolen_state": stolen_local}

    graph = trace(Rule(init, update, "element", (Hyper("stolen_hyper", 0.1, 0.0, 1.0),)), [(2,)], np).graph
    assert "stolen" in graph.text
    formula = code._formula_graph(catalog.build("landscape", {}, DOUBLE), "point", (2,), ())
    made = written(one_run(formula, graph, (), {"stolen_hyper": True}, False, np.float64), 2, 1, 0, "double")
    own = made.partition(PRELUDE)[2]
    words = set(re.findall(r"[A-Za-z_][A-Za-z_0-9]*", re.sub(r"-?0x[0-9a-f.]+p[+-]\d+", "", own)))
    assert not [word for word in words if "stolen" in word]
    assert {word[3:] for word in words if word.startswith("op_")} <= OPERATIONS


@needs_compiler
def test_wherever_a_call_ends_the_bits_are_the_same(monkeypatch):
    given = shard("landscape", "adam", RATES, backend="compiled", device="cpu", **GIVEN)
    whole = train(given)[1]
    monkeypatch.setattr(stretches, "SECONDS", 0.0)
    monkeypatch.setattr(stretches, "FIRST", 1)
    cut = Memory(every=7)
    execute(given, cut, cut, never)
    assert cut.data == whole.data
    assert [(row.step, row.train_loss, row.diverged) for row in cut.rows] == [
        (row.step, row.train_loss, row.diverged) for row in whole.rows
    ]


@needs_compiler
def test_a_stopped_run_of_generated_code_resumes_with_the_same_bits():
    given = shard("landscape", "adam", RATES, backend="compiled", device="cpu", **GIVEN)
    whole, memory = train(given)
    broken = Memory()
    stopped = execute(given, broken, broken, StopAfter(1))
    assert (stopped.outcome, stopped.step, stopped.backend) == ("stopped", stretches.FIRST, "generated")
    again = Memory(broken.data)
    resumed = execute(given, again, again, never)
    assert again.data == memory.data
    assert resumed.train_loss == whole.train_loss
    assert [row.train_loss for row in broken.rows + again.rows] == [row.train_loss for row in memory.rows]


@needs_compiler
@pytest.mark.parametrize("rule", ["adam", "schedule_free"])
@pytest.mark.parametrize(
    "around",
    [{}, {"schedule": {"name": "linear", "settings": {}, "horizon": 40}}, {"modifiers": ("clipping",)}],
)
def test_records_evaluations_ends_and_who_died_are_those_of_torch(rule, around):
    # In float64: at the larger rates forty steps make a last bit a million times larger.
    given = shard("landscape", rule, RATES, **GIVEN, **around)
    (result, memory), (wanted, eager) = train(given, generated=True), train(given)
    assert (result.backend, wanted.backend) == ("generated", "reference")
    assert result.diverged_at == wanted.diverged_at
    assert [row.diverged for row in memory.rows] == [row.diverged for row in eager.rows]
    assert memory.rows[-1].end.hits == eager.rows[-1].end.hits
    for row, other in zip(memory.rows, eager.rows, strict=True):
        assert row.step == other.step
        np.testing.assert_allclose(floats(row.train_loss), floats(other.train_loss), rtol=1e-6)
        assert (row.evaluation is None) == (other.evaluation is None)
        np.testing.assert_allclose(floats(row.evaluation), floats(other.evaluation), rtol=1e-6)


@needs_compiler
def test_powers_of_betas_that_differ_between_runs_have_the_bits_of_runs_that_are_alike():
    betas = [0.5, 0.9, 0.99]
    members = [{"lr": 0.01, "beta1": beta} for beta in betas for _ in range(7)]
    mixed = population(train(shard("landscape", "adam", members, steps=25), generated=True)[1])
    for at, beta in enumerate(betas):
        alike = [{"lr": 0.01, "beta1": beta}] * len(members)
        alone = population(train(shard("landscape", "adam", alike, steps=25), generated=True)[1])
        own = slice(7 * at, 7 * at + 7)
        for name in ("params/point", "states/rule.point.m", "states/rule.point.v"):
            np.testing.assert_array_equal(mixed[name][own], alone[name][own])


@needs_compiler
@pytest.mark.parametrize("dimension", [5, 50])
def test_a_noisy_quadratic_does_what_torch_does(dimension):
    options = {"dimension": dimension}
    given = shard("noisy_quadratic", "adam", RATES, backend="compiled", device="cpu", options=options, **GIVEN)
    (result, memory), (wanted, eager) = train(given), train(given, uncompiled=True)
    assert (result.backend, wanted.backend) == ("generated", "eager")
    assert memory.rows[-1].end.hits == eager.rows[-1].end.hits
    for row, other in zip(memory.rows, eager.rows, strict=True):
        np.testing.assert_allclose(floats(row.train_loss), floats(other.train_loss), rtol=1e-3)


# A row of 300 entries NumPy halves to sum it, one of 50 it adds in eight columns. Adafactor and LAMB take several sums
# a step, one after the other; schedule-free is evaluated elsewhere than it steps and keeps one number of a run.
@needs_compiler
@pytest.mark.parametrize(("rule", "dimension"), [("adafactor", 300), ("lamb", 50), ("schedule_free", 300)])
def test_loops_over_entries_have_the_bits_of_numpy(rule, dimension):
    usual = registry.rule(rule).defaults["lr"]
    for scale in (1.0, 1000.0):
        given = shard("noisy_quadratic", rule, [{"lr": usual * scale}] * 5, steps=25, options={"dimension": dimension})
        result, memory = train(given, generated=True)
        assert result.backend == "generated"
        has_the_bits_of_numpy(given, result, memory)


def test_what_a_loop_takes_is_written_once_whatever_the_number_of_entries():
    def lines(dimension):
        workload = catalog.build("noisy_quadratic", {"dimension": dimension}, DOUBLE)
        given = shard("noisy_quadratic", "lamb", RATES[:1], steps=3)
        (group,), _ = parameter_groups(given, catalog.modules()["noisy_quadratic"].CARD, workload)
        graph = code._rule_graph(given, group, (dimension,))
        formula = code._formula_graph(workload, "x", (dimension,), ("noise",))
        alike = dict.fromkeys(graph.hypers, False)
        made = one_run(formula, graph, ("input.noise",), alike, False, np.float64, loops=True)
        own = written(made, 1 + len(graph.state), len(graph.hypers), 1, "double").partition(PRELUDE)[2]
        assert set(re.findall(r"\bop_([a-z0-9_]+)", own)) <= OPERATIONS
        assert set(re.findall(r"\ball_([a-z]+)", own)) <= set(REDUCTIONS)
        return own.count("\n")

    assert lines(50) == lines(2000)


def test_what_mixes_entries_keeps_the_step_of_torch():
    turned = shard(
        "noisy_quadratic", "adam", RATES, backend="compiled", device="cpu", steps=3, options={"control": True}
    )
    result, _ = train(turned)
    assert (result.backend, result.notices) == ("eager", ())


def floats(values: tuple[float | None, ...] | None) -> np.ndarray:
    return np.array(values or (), dtype=float)


def test_without_a_compiler_the_step_is_torchs_and_a_notice_says_so(monkeypatch):
    monkeypatch.setattr("app.comparisons.native.compiling.shutil.which", lambda _: None)
    given = shard("landscape", "adam", RATES, backend="compiled", device="cpu", steps=6)
    result, memory = train(given)
    plain, other = train(given, generated=False)
    assert result.notices == (
        "The step is torch's and no generated code: this machine has no C++ compiler (g++, clang++ or c++).",
    )
    assert (result.backend, plain.notices) == ("eager", ())
    assert memory.data == other.data


def test_the_reference_backend_stays_what_it_was_unless_asked():
    assert train(shard("landscape", "adam", RATES, steps=3))[0].backend == "reference"


@needs_compiler
def test_a_library_is_not_loaded_from_where_others_may_write(tmp_path):
    tmp_path.chmod(0o777)
    with pytest.raises(compiling.NotCompiled, match="others may write"):
        compiling.library("int nothing;", tmp_path)
    assert list(tmp_path.iterdir()) == []


@needs_compiler
def test_what_the_compiler_refuses_is_said(tmp_path):
    with pytest.raises(compiling.NotCompiled, match="the compiler ended with 1"):
        compiling.library("no program", tmp_path)
