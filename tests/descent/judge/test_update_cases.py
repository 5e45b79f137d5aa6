"""Cases of one update after another: what is passed, what is watched, and how cases are joined."""

import numpy as np
import pytest
from descent.judge.case import Ref
from descent.judge.cases.updates import joined, spread, update_calls


def case_of(**options):
    gradients = [np.ones(2), np.zeros(2)]
    return update_calls("move", ("m", "v"), gradients, {"eps": 0.5}, np, **options)


def test_spread_numbers_have_both_signs_and_keep_to_their_decades():
    drawn = spread(np.random.default_rng(3), np, (20, 10), -2, 1)
    assert drawn.shape == (20, 10)
    assert np.all((abs(drawn) >= 0.01) & (abs(drawn) <= 10))
    assert drawn.min() < 0 < drawn.max()


def test_the_step_counts_from_the_first_one_or_is_not_passed():
    assert [call.kwargs for call in case_of(first=7).calls] == [{"eps": 0.5, "step": 7}, {"eps": 0.5, "step": 8}]
    assert [call.kwargs for call in case_of(first=None).calls] == [{"eps": 0.5}, {"eps": 0.5}]


def test_the_state_is_zero_unless_given_and_as_long_as_its_names():
    assert not np.any(case_of().objects["v"])
    assert case_of(state=[np.ones(2), np.full(2, 3.0)]).objects["v"][0] == 3
    with pytest.raises(ValueError, match="shorter"):
        case_of(state=[np.ones(2)])


def test_joined_cases_keep_their_own_state_and_gradients():
    case = joined(case_of(), case_of(tensor="_other", gradients_too=True))
    assert [call.args[0] for call in case.calls] == [
        Ref(name) for name in ("grad0", "grad1", "grad_other0", "grad_other1")
    ]
    assert case.calls[0].observe == ("m", "v")
    assert case.calls[2].observe == ("m_other", "v_other", "grad_other0")
    assert set(case.objects) == {"m", "v", "grad0", "grad1", "m_other", "v_other", "grad_other0", "grad_other1"}
