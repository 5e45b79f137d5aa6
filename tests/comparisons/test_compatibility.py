import io
import subprocess
import sys

import numpy as np
import pytest
import torch
from descent import registry
from descent.spec import Rule

from app.comparisons.errors import BadShard
from app.comparisons.training.execute import execute
from app.comparisons.training.structure import device_of, structure_of
from app.workloads.card import card
from app.workloads.compatibility import can_run, reason_against
from tests.comparisons.doubles import Memory, StopAfter, never, shard, train


@pytest.mark.parametrize("workload", ["landscape", "mlp_digits", "matrix_factorisation"])
@pytest.mark.parametrize("rule", registry.rule_names())
def test_a_rule_trains_a_workload_or_says_why_not(rule, workload):
    reason = can_run(rule, workload)
    given = shard(workload, rule, [{}, {}], steps=2)
    if reason is None:
        result, _ = train(given)
        assert result.step == 2
        assert None not in result.train_loss
    else:
        memory = Memory()
        with pytest.raises(BadShard) as refused:
            execute(given, memory, memory, never)
        assert str(refused.value) == reason


def test_reasons_name_the_rule_and_what_the_workload_lacks():
    assert can_run("muon", "landscape") == "muon acts on weight matrices, and landscape trains vectors only"
    assert can_run("soap", "matrix_factorisation") == (
        "soap acts on weight matrices, and matrix_factorisation trains rows that many batches do not touch only"
    )
    rule = Rule(dict, dict, scope="element", inputs=("moon",))
    assert reason_against("lunar", rule, card("mlp_digits")) == (
        "lunar needs 'moon' at every step, which no workload can give; what can be given: hessian, noise, rows"
    )


def test_matrix_rules_leave_the_other_tensors_to_the_fallback_and_say_so():
    result, _ = train(shard("mlp_digits", "muon", [{}], steps=2))
    assert result.notices == ("muon takes the matrices w1; adamw takes b1, w2, b2.",)


def test_the_fallback_has_a_learning_rate_of_its_own():
    slow, fast = (
        train(shard("mlp_digits", "muon", [{"fallback_lr": lr}], steps=3))[0].train_loss for lr in (1e-6, 1e-1)
    )
    assert slow != fast


@pytest.mark.parametrize(("mode", "moved"), [("masked_rows", False), ("dense", True)])
def test_rows_that_no_batch_touches_stay_where_they_are_in_masked_mode(mode, moved):
    given = shard("matrix_factorisation", "sparse_adam", [{"lr": 0.1}], steps=12, choices={"mode": mode})
    memory = Memory()
    first = execute(given, memory, memory, StopAfter(1))
    before = tables(memory.data)
    assert first.step == 1
    # The rows that the second step leaves alone: moved by momentum or not at all.
    second = Memory(memory.data)
    execute(given, second, second, StopAfter(1))
    after = tables(second.data)
    window = structure_of(given, device_of(given)).workload
    batch = {name: value[0] for name, value in window.batches(torch.tensor([0]), 1, 1).items()}
    untouched = window.touched(batch)["films"][0] == 0
    earlier = window.touched({name: value[0] for name, value in window.batches(torch.tensor([0]), 0, 1).items()})
    known = untouched & (earlier["films"][0] > 0)
    assert known.any()
    assert bool((before[0, known] != after[0, known]).any()) == moved


def test_describing_runs_loads_no_torch():
    code = "import sys, app.comparisons.shard, app.workloads.compatibility as c; c.can_run('adam', 'mlp_digits'); "
    code += "sys.exit('torch' in sys.modules or 'numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_hessian_estimate_averages_to_the_diagonal():
    from app.comparisons.training.inputs import hutchinson
    from app.workloads import catalog
    from app.workloads.workload import Device

    device = Device(torch.float64, torch.device("cpu"))
    workload = catalog.build("landscape", {"landscape": "rosenbrock", "jitter": 0.0}, device)
    params = workload.start(torch.arange(2))
    estimates = []
    for signs in ([1.0, 1.0], [1.0, -1.0]):
        probes = {"point": torch.tensor([signs, signs], dtype=torch.float64)}
        estimates.append(hutchinson(workload, params, {}, probes)["point"])
    x, y = params["point"][0].tolist()
    # The two signs of two coordinates average to the diagonal exactly.
    assert (estimates[0] + estimates[1])[0] / 2 == pytest.approx(torch.tensor([2 - 400 * (y - 3 * x * x), 200.0]))


def tables(data):
    """The table of films in a checkpoint, `(runs, rows, features)`."""
    with np.load(io.BytesIO(data.partition(b"\n")[2])) as stored:
        return torch.from_numpy(stored["params/films"])
