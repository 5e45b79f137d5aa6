import io
import math

import numpy as np
import pytest
import torch
from descent.spec import Hyper, Rule

from app.comparisons.errors import BadCheckpoint, BadShard
from app.comparisons.shard import DECAY_FORMS
from app.comparisons.training import provenance
from app.comparisons.training.execute import execute
from app.comparisons.training.parity import Given
from app.comparisons.training.population import populate
from app.comparisons.training.routing import parameter_group
from app.comparisons.training.step import advance, make_step
from app.comparisons.versions import rule_version
from app.workloads.workload import Device
from tests.comparisons.doubles import Memory, StopAfter, never, shard, train

LRS = [{"lr": 0.01}, {"lr": 0.03}, {"lr": 0.1}]
# Rules with every kind of state: none, per tensor, matrices with a fallback, shared by the model, and drawn inputs.
KINDS = ["sgd", "adam", "soap", "prodigy", "schedule_free", "sophia", "kron_psgd", "sparse_adam"]


@pytest.mark.parametrize("rule", KINDS)
def test_a_stopped_run_resumes_with_the_same_bits(rule):
    given = shard("mlp_digits", rule, LRS, steps=7)
    whole, memory = train(given)
    broken = Memory()
    stopped = execute(given, broken, broken, StopAfter(4))
    assert (stopped.outcome, stopped.step, broken.saved) == ("stopped", 4, [4])
    again = Memory(broken.data)
    resumed = execute(given, again, again, never)
    assert resumed.train_loss == whole.train_loss
    assert resumed.evaluation == whole.evaluation
    assert again.data == memory.data
    assert [row.train_loss for row in broken.rows[:4] + again.rows] == [row.train_loss for row in memory.rows]


@pytest.mark.parametrize("rule", KINDS)
def test_a_neighbour_that_diverges_changes_nothing(rule):
    quiet = train(shard("mlp_digits", rule, [LRS[0], {"lr": 0.02}, LRS[2]], steps=6))[0]
    loud = train(shard("mlp_digits", rule, [LRS[0], {"lr": math.nan}, LRS[2]], steps=6))[0]
    # SOAP's first step only looks.
    assert loud.diverged_at == (None, 2 if rule == "soap" else 1, None)
    for place in (0, 2):
        assert loud.train_loss[place] == quiet.train_loss[place]
        assert loud.evaluation[place] == quiet.evaluation[place]


def test_a_run_that_diverges_is_flagged_and_has_no_numbers():
    result, memory = train(shard("landscape", "sgd", [{"lr": 1e-4}, {"lr": 1.0}], steps=12))
    gone = result.diverged_at[1]
    assert gone is not None
    assert 0 < gone < 12
    for row in memory.rows:
        assert row.diverged == (False, row.step >= gone)
        assert (row.train_loss[1] is None) == (row.step >= gone)
        assert row.train_loss[0] is not None
    assert result.train_loss[1] is None
    assert result.evaluation[1] is None


def test_records_come_at_the_start_at_every_interval_and_at_the_end():
    result, memory = train(shard("noisy_quadratic", "adam", LRS, steps=23, record_every=5, evaluate_every=10))
    assert [row.step for row in memory.rows] == [0, 5, 10, 15, 20, 23]
    assert [row.step for row in memory.rows if row.evaluation is not None] == [0, 10, 20, 23]
    for row in memory.rows:
        assert len(row.train_loss) == len(row.diverged) == 3
        assert all(math.isfinite(value) for value in row.train_loss if value is not None)
        assert row.seconds_per_step >= 0
    assert memory.rows[-1].train_loss == result.train_loss
    assert memory.steps[-1] == 23


def test_more_records_than_the_ring_holds_all_arrive():
    _, memory = train(shard("noisy_quadratic", "sgd", LRS, steps=200))
    assert [row.step for row in memory.rows] == list(range(201))


def test_how_far_ahead_batches_are_drawn_changes_nothing(monkeypatch):
    given = shard("noisy_quadratic", "sgd", LRS, steps=20)
    whole, _ = train(given)
    monkeypatch.setattr("app.comparisons.training.window.LONGEST", 3)
    assert train(given)[0].train_loss == whole.train_loss
    monkeypatch.setattr("app.comparisons.training.window.LONGEST", 17)
    monkeypatch.setattr("app.comparisons.training.window.PIECE", 4 * 50 * len(LRS))
    assert train(given)[0].train_loss == whole.train_loss


def test_a_run_that_diverged_stays_where_it_was():
    given = shard("landscape", "momentum", [{"lr": 1e-4}, {"lr": 1.0}], steps=12)
    result, memory = train(given)
    gone = result.diverged_at[1]
    ended = tensors(memory.data)
    stopped = Memory()
    execute(given, stopped, stopped, StopAfter(gone))
    then = tensors(stopped.data)
    for name in ("params/point", "states/rule.point.buf"):
        assert np.array_equal(ended[name][1], then[name][1], equal_nan=True)
        assert not np.array_equal(ended[name][0], then[name][0])


def test_a_matrix_rule_never_meets_a_state_that_is_not_finite():
    def update(p, g, s, t, xp, *, growth):  # noqa: ARG001
        if not bool(xp.all(xp.isfinite(s["m"]))):
            raise ArithmeticError("as a decomposition would")
        return -0.1 * g, {"m": s["m"] * growth}

    rule = Rule(lambda p, xp: {"m": xp.ones_like(p)}, update, scope="matrix", hypers=(Hyper("growth", 1, 0, 1),))
    device = Device(torch.float64, torch.device("cpu"))
    workload = Given({"w": (2, 3)}, device)
    groups = (parameter_group("rule", rule, ("w",), {}),)
    hypers = {"rule.growth": torch.tensor([1.0, 1e200], dtype=torch.float64)}
    population = populate(workload, groups, torch.arange(2), hypers)
    step = make_step(workload, groups)
    for _ in range(4):
        advance(step, population, hypers, {"w": torch.ones(2, 2, 3, dtype=torch.float64)}, {})
    assert population.died.tolist() == [-1, 2]


@pytest.mark.parametrize("asked", [0, 1, 5])
def test_stop_takes_effect_before_the_next_step(asked):
    memory = Memory()
    result = execute(shard("landscape", "adam", LRS, steps=50), memory, memory, StopAfter(asked))
    assert (result.outcome, result.step) == ("stopped", asked)


def test_checkpoints_come_at_their_interval_and_at_the_end():
    memory = Memory(every=4)
    execute(shard("landscape", "adam", LRS, steps=10), memory, memory, never)
    assert memory.saved == [4, 8, 10]


def test_the_checkpoint_of_another_shard_is_refused():
    _, memory = train(shard("landscape", "adam", LRS, steps=2))
    for other in (shard("landscape", "lion", LRS, steps=2), shard("landscape", "adam", LRS[:2], steps=2)):
        with pytest.raises(BadCheckpoint):
            execute(other, Memory(memory.data), memory, never)
    with pytest.raises(BadCheckpoint, match="not a checkpoint"):
        execute(shard("landscape", "adam", LRS, steps=2), Memory(b"nothing"), memory, never)


def test_the_checkpoint_of_another_version_is_not_gone_on_from(monkeypatch):
    given = shard("landscape", "adam", LRS, steps=2)
    _, memory = train(given)
    monkeypatch.setattr(provenance, "rule_version", lambda _: "0" * 12)
    with pytest.raises(BadCheckpoint, match="made with an earlier version of the rule, the workload or the training"):
        execute(given, Memory(memory.data), memory, never)


def test_a_result_says_what_it_was_made_with_and_how_long_a_step_took():
    result, _ = train(shard("landscape", "adam", LRS, steps=8))
    assert result.made_with["rule"] == rule_version("adam")
    assert (result.made_with["step"], result.made_with["torch"]) == ("reference", torch.__version__)
    assert 0 < result.step_seconds < result.seconds
    few, _ = train(shard("landscape", "adam", LRS, steps=3))
    assert few.step_seconds is None


def test_a_run_does_not_depend_on_who_stands_beside_it():
    alone = train(shard("noisy_quadratic", "adam", LRS[:1], steps=20))[0]
    among = train(shard("noisy_quadratic", "adam", LRS, steps=20))[0]
    assert alone.train_loss[0] == pytest.approx(among.train_loss[0], rel=1e-12)


def test_seeds_decide_start_and_batches():
    one, other = train(shard("mlp_digits", "sgd", [{"lr": 0.1}, {"lr": 0.1}], steps=3))[0].train_loss
    assert one != other


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"workload": "imagenet"}, "no workload is called 'imagenet'; there are: char_transformer"),
        ({"rule": "nope"}, "no rule is called 'nope'"),
        ({"options": {"colour": "red"}}, "no option 'colour'; there are: batch, width, depth, control"),
        ({"options": {"batch": 0}}, "batch is a whole number from 1 to 1024, given 0"),
        ({"choices": {"correct_bias": "perhaps"}}, "no correct_bias is called 'perhaps'"),
        ({"hypers": [{"momentum": 0.9}]}, "adam has no hyperparameter 'momentum'; there are: beta1"),
        ({"rule": "adamw", "decay": "decoupled"}, "adamw has weight_decay in its own formula"),
        ({"rule": "prodigy", "decay": "l2"}, "prodigy has weight_decay in its own"),
        ({"workload": "landscape", "rule": "muon"}, "muon acts on weight matrices, and landscape trains vectors only"),
    ],
)
def test_what_cannot_run_says_why(change, message):
    settings = {"workload": "mlp_digits", "rule": "adam", "hypers": [{}], "steps": 1} | change
    memory = Memory()
    with pytest.raises(BadShard, match=message):
        execute(shard(**settings), memory, memory, never)


def test_weights_decay_in_the_form_that_is_asked_for():
    hypers = [{"lr": 0.1, "weight_decay": 0.5}]
    ends = {form: train(shard("mlp_digits", "sgd", hypers, steps=4, decay=form))[0].train_loss for form in DECAY_FORMS}
    ends["none"] = train(shard("mlp_digits", "sgd", [{"lr": 0.1}], steps=4))[0].train_loss
    # For plain gradient descent decoupled decay and the gradient of the penalty are the same in exact arithmetic.
    assert ends["decoupled"] == pytest.approx(ends["l2"], rel=1e-9)
    assert len({round(end[0], 9) for end in ends.values()}) == len(DECAY_FORMS)  # one of them twice, and none


def tensors(data):
    """What a checkpoint holds, by name."""
    with np.load(io.BytesIO(data.partition(b"\n")[2])) as stored:
        return {name: stored[name] for name in stored.files}
