"""Costs are stored in the seconds of the file, whatever machine measures them."""

import shutil

import pytest

from app.refresh.costs import NETWORK, RuleCosts, WorkloadCosts
from app.refresh.step_time import StepTime


@pytest.fixture
def path(tmp_path):
    copy = tmp_path / "costs.json"
    shutil.copy(RuleCosts.path, copy)
    return copy


def machine(slower, seen=None):
    """Everything takes `slower` times as long: plain SGD 1 ms + 0.01 ms a run, the rest twice that."""

    def measure(workload, rule, backend):
        if seen is not None:
            seen.append((workload, rule, backend))
        twice = 1 if (workload, rule) == (NETWORK, "sgd") else 2
        return StepTime.on_line(1e-3 * twice * slower, 1e-5 * twice * slower)

    return measure


def made(kind, path, name, slower, seen=None):
    file = kind(machine(slower, seen))
    file.path = path
    list(file.make(name))
    return file.read()[name]


@pytest.mark.parametrize(("kind", "name"), [(RuleCosts, "lion"), (WorkloadCosts, "cnn_digits")])
def test_a_slower_machine_stores_the_same_costs(kind, name, path):
    quick = made(kind, path, name, 1.0)
    assert made(kind, path, name, 7.0) == quick


def test_a_cost_is_the_ratio_to_the_reference_in_the_seconds_of_the_file(path):
    reference = WorkloadCosts().read()[NETWORK]
    found = made(WorkloadCosts, path, "cnn_digits", 5.0)
    beyond = made(RuleCosts, path, "lion", 5.0)
    for backend, own in reference.items():
        assert found[backend]["step"] == pytest.approx(2 * own["step"], rel=0.05)
        assert found[backend]["run"] == pytest.approx(2 * own["run"], rel=0.05)
        assert beyond[backend]["step"] == pytest.approx(own["step"], rel=0.05)
        assert beyond[backend]["number"] == pytest.approx(own["run"] / 1210, rel=0.05)


def test_only_the_rule_and_the_reference_are_measured_and_only_its_entry_changes(path):
    seen = []
    before = RuleCosts().read()
    made(RuleCosts, path, "lion", 1.0, seen)
    assert {(workload, rule) for workload, rule, _ in seen} == {(NETWORK, "lion"), (NETWORK, "sgd")}
    file = RuleCosts()
    file.path = path
    assert {name for name, cost in file.read().items() if cost != before[name]} == {"lion"}
    assert path.read_text().count("\n") == RuleCosts.path.read_text().count("\n")


def test_the_reference_keeps_its_seconds_and_without_a_file_takes_those_of_this_machine(path):
    before = WorkloadCosts().read()[NETWORK]
    assert made(WorkloadCosts, path, NETWORK, 3.0) == before
    path.unlink()
    assert WorkloadCosts().names()[0] == NETWORK
    assert made(WorkloadCosts, path, NETWORK, 3.0)["compiled"] == {"run": 3e-5, "step": 3e-3}


def test_a_cost_is_stale_by_being_absent_alone(path):
    file = RuleCosts()
    file.path = path
    assert file.stale("lion") is None
    entries = file.read()
    del entries["lion"]["compiled"]
    file.write(entries)
    assert file.stale("lion") == "has no cost with the compiled backend"
    file.write({name: entry for name, entry in entries.items() if name != "lion"})
    assert file.stale("lion") == "is missing"


def test_a_real_step_takes_some_time_and_more_for_more_runs():
    from app.refresh.step_time import measure

    found = measure("noisy_quadratic", "sgd", "reference")
    assert 0 < found.few < found.many
