"""A case is data: it survives being turned into plain values, and only a case comes out of them."""

import numpy as np
import pytest
from descent import wire
from descent.errors import BadMessage
from descent.judge.case import (
    Assign,
    Call,
    Case,
    Once,
    Record,
    Ref,
    Script,
    Test,
    View,
    case_from_data,
    from_data,
    to_data,
)
from hypothesis import given, settings
from hypothesis import strategies as st


def sent(case):
    return case_from_data(wire.unpack(wire.pack(to_data(case), np), np))


def test_a_case_of_every_kind_of_value_comes_back():
    case = Case(
        {
            "number": 2.5,
            "weights": [Record({"data": (1, 2), "grad": None})],
            "again": [Ref("weights.0")],
            "turned": [View("weights.0.data", "transposed")],
            "walked": Once((Ref("weights.0"), 1)),
            "closure": Script((0.5, 0.25), ((Assign("p.grad", 1.0),), ())),
            "odd": {"$": "a key of ours", "other": {"$": 1}},
        },
        (
            Call("Optimizer", (Ref("weights"),), {"lr": 0.1}, bind="optimizer", observe=("optimizer.lr",)),
            Assign("weights.0.grad", 3.0),
            Call("optimizer.step", (Ref("closure"),)),
        ),
    )
    assert sent(case) == case


def test_arrays_in_a_case_keep_their_numbers():
    case = sent(Case({"m": [np.arange(3.0)]}, ()))
    np.testing.assert_array_equal(case.objects["m"][0], np.arange(3.0))


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (3, "expected a case, got int"),
        ({"$": "ref", "name": "x"}, "expected a case, got Ref"),
        ({"$": "nonsense"}, "there are: ref, view, once, record"),
        ({"$": ["case"]}, "no kind of value"),
        ({"$": "ref"}, "has the fields name"),
        ({"$": "ref", "name": 1, "more": 2}, "has the fields name"),
        ({"$": "dict", "items": 3}, "no kind of value is called 'dict'"),
        ({"$": "case", "objects": [], "calls": ()}, "objects of a case"),
        ({"$": "case", "objects": {1: 2}, "calls": ()}, "objects of a case"),
        ({"$": "case", "objects": {}, "calls": []}, "calls of a case"),
        ({"$": "case", "objects": {}, "calls": (1,)}, "calls of a case"),
    ],
)
def test_data_that_is_no_case_is_refused_with_a_reason(data, what):
    with pytest.raises(BadMessage, match=what):
        case_from_data(data)


@settings(deadline=None, derandomize=True)
@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=3),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.lists(inner, max_size=3).map(tuple)
            | st.dictionaries(st.sampled_from(["$", "items", "name", "x"]), inner, max_size=3)
        ),
    )
)
def test_any_plain_value_comes_back_even_where_it_looks_like_ours(value):
    assert from_data(to_data(value)) == value


@pytest.mark.parametrize(
    ("settings_of", "what"),
    [
        ({"visibility": "hidden"}, "public, named, sealed"),
        ({"kind": "exact"}, "differential, property"),
        ({"kind": "property"}, "has a check"),
        ({"check": lambda *_: None}, "has a check"),
    ],
)
def test_a_test_that_contradicts_itself_is_refused(settings_of, what):
    with pytest.raises(ValueError, match=what):
        Test("id", "title", lambda _rng, _xp: Case({}, ()), **settings_of)
