"""Tests of corners: what they pass follows from the ranges, and what is passed stays itself on the way."""

import numpy as np
import pytest
from descent import wire
from descent.errors import BrokenProblem
from descent.judge.case import Assign, Call, Case, Once, Record, Ref, Script, View, case_from_data, to_data
from descent.judge.cases.corners import LATE, Function, State, corner_tests, cornered
from descent.judge.cases.together import together
from descent.judge.ranges import read_ranges
from descent.judge.submission import observe

RANGES = read_ranges(
    {
        "params, grads": {"arrays": "any", "sizes": [1e-100, 1e100]},
        "v": {"arrays": "any", "sizes": [1e-200, 1e200], "positive": True},
        "t": {"from": 1, "to": 50_000, "whole": True},
        "lr": {"from": 0.0, "to": 5.0},
        "betas": {"from": 0.0, "below": 1.0},
        "flag": {"choices": [True, False]},
        "steps": {"from": 1, "to": 9, "none": True},
    }
)
USUAL = {"lr": 0.1, "betas": (0.7, 0.9), "flag": True, "steps": 4}
FUNCTION = Function("step", {"v": State(2, positive=True)}, USUAL, counted="t")


def cases(function=FUNCTION):
    return {test.id: test.make(np.random.default_rng(2), np) for test in corner_tests(function, RANGES)}


def test_every_setting_stands_alone_at_each_end_of_its_range():
    changed = [
        {name: value for name, value in one.items() if value != USUAL[name]} for one in cornered(FUNCTION, RANGES)
    ]
    assert changed == [
        {"lr": 0.0},
        {"lr": 5.0},
        {"betas": (0.0, 0.9)},
        {"betas": (0.7, 0.0)},
        {"betas": (0.9999, 0.9)},
        {"betas": (0.7, 0.9999)},
        {"flag": False},
        {"steps": None},
        {"steps": 1},
        {"steps": 9},
    ]
    given = [dict(call.kwargs) for call in cases()["borders"].calls]
    assert given == list(cornered(FUNCTION, RANGES))


def test_late_steps_are_the_first_late_one_and_the_last():
    assert [call.args[-1] for call in cases()["late-steps"].calls] == [LATE, 50_000, 50_000]
    assert "late-steps" not in cases(Function("step", {}, {"lr": 0.1}))


def test_arrays_at_their_limits_reach_the_submission_with_their_shapes():
    shapes = [array.shape for array in cases()["limits"].objects["params"]]
    assert shapes == [(), (0, 3), (0,), (1,), (3, 1, 2)]


def test_numbers_of_the_sizes_are_of_these_sizes():
    objects = cases()["sizes"].objects
    for name, low, high in (("grads_0_0", 1e-100, 1e-98), ("grads_1_0", 1e99, 1e100), ("v_1_", 1e198, 1e200)):
        entries = np.concatenate([abs(array).ravel() for array in objects[name]])
        assert (entries >= low).all()
        assert (entries <= high).all()
    assert (objects["v_0_"][0] > 0).all()


WRITES = "def step(params, grads, v, t, **settings):\n    for p in params:\n        p[...] = 7.0\n"
WRITES_A_COPY = WRITES.replace("p[...]", "p.reshape(-1)[:]")


@pytest.mark.parametrize(("source", "written"), [(WRITES, True), (WRITES_A_COPY, False)])
def test_the_caller_s_array_behind_a_view_shows_whether_it_was_written(source, written):
    case = case_from_data(wire.unpack(wire.pack(to_data(cases()["views"]), np), np))
    seen = observe(source, case, np).calls[-1].objects
    assert (seen["params_behind0"].now == 7.0).all() == written
    strided = seen["params_behind1"].now
    assert (strided[::2] == 7.0).all() == written
    assert not (strided[1::2] == 7.0).any()


def test_an_update_function_gets_one_tensor_a_call_and_its_step_by_keyword():
    function = Function("update", {"v": State(2)}, {"lr": 0.1}, counted="t", lists=False)
    made = [test for test in corner_tests(function, {**RANGES, "grad": RANGES["grads"]}) if test.id == "limits"]
    calls = made[0].make(np.random.default_rng(0), np).calls
    assert [call.kwargs["t"] for call in calls] == [7, 8] * 5
    assert all(len(call.args) == 2 for call in calls)


def test_an_iterator_of_a_case_can_be_walked_through_once():
    case = Case({"p": 3}, (Call("twice", (Once((Ref("p"), 4)),)),))
    seen = observe("def twice(items):\n    return list(items), list(items)\n", case, np)
    assert seen.calls[0].returned == ([3, 4], [])


def test_cases_together_keep_apart_what_they_name():
    one = Case(
        {
            "p": Record({"grad": None}),
            "seen": View("a", "backwards"),
            "f": Script((1,), ((Assign("p.grad", 2),),)),
            "a": 0,
        },
        (
            Call("Optimizer", ([Ref("p")],), {"x": Once((Ref("p"),))}, bind="optimizer"),
            Assign("optimizer.lr", Ref("a")),
            Call("optimizer.step", observe=("p.grad", "optimizer.lr")),
        ),
    )
    both = together([one, one])
    assert list(both.objects) == ["p_0", "seen_0", "f_0", "a_0", "p_1", "seen_1", "f_1", "a_1"]
    assert both.objects["seen_1"] == View("a_1", "backwards")
    assert both.objects["f_1"].before == ((Assign("p_1.grad", 2),),)
    assert both.calls[3:] == (
        Call("Optimizer", ([Ref("p_1")],), {"x": Once((Ref("p_1"),))}, "optimizer_1", ("p_1", "seen_1", "f_1", "a_1")),
        Assign("optimizer_1.lr", Ref("a_1")),
        Call("optimizer_1.step", observe=("p_1.grad", "optimizer_1.lr")),
    )


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({"lr": 3}, "lr is 3, which is not a table"),
        ({"lr": {"form": 0}}, "no key is called 'form'; there are: from, to"),
        ({"lr": {"from": 0}}, "a range has two ends"),
        ({"p": {"arrays": "round"}}, "arrays is 'round'; there are: any"),
    ],
)
def test_a_range_that_cannot_be_read_says_what_is_possible(table, said):
    with pytest.raises(BrokenProblem, match=said):
        read_ranges(table)
