"""Cases of one step after another: what is passed, what is watched, and the two laws that come with them."""

import numpy as np
import pytest
from descent.judge.case import Call, Ref
from descent.judge.cases.steps import draw, gradients, nothing_returned, positive, steps, untouched, varied, zeros
from descent.judge.submission import observe

RIGHT = "def move(params, grads, buf, t, lr): params[0] -= lr * grads[0] * t\n"


@pytest.fixture
def rng():
    return np.random.default_rng(3)


def case_of(rng, **options):
    params = draw(rng, np, 3)
    return steps("move", params, {"buf": zeros(params, np)}, gradients(rng, np, params, 2), {"lr": 0.1}, **options)


def test_varied_numbers_have_both_signs_and_keep_to_their_decades(rng):
    vector, matrix = varied(rng, np, draw(rng, np, 200, (20, 10)), -2, 1)
    assert (vector.shape, matrix.shape) == ((200,), (20, 10))
    for drawn in (vector, matrix):
        assert np.all((abs(drawn) >= 0.01) & (abs(drawn) <= 10))
    for pair in varied(rng, np, [np.zeros(2)] * 20):
        assert pair[0] * pair[1] < 0
    assert np.all(positive(rng, np, [vector])[0] > 0)


def test_the_step_counts_from_the_first_one_or_is_not_passed(rng):
    assert [call.args[-1] for call in case_of(rng, first=7).calls] == [7, 8]
    assert case_of(rng).calls[1].args == (Ref("params"), Ref("grads1"), Ref("buf"))


def test_what_is_watched_names_the_gradients_of_each_call(rng):
    calls = case_of(rng, first=1, watch=("grads",)).calls
    assert all(isinstance(call, Call) for call in calls)
    assert [call.observe for call in calls] == [("params", "buf", "grads0"), ("params", "buf", "grads1")]


@pytest.mark.parametrize(
    ("extra", "broken"),
    [
        ("", None),
        ("    grads[0] *= 2", "other values"),
        ("    grads[0] = grads[0] + 0", "other arrays"),
        ("    return params", "return None"),
    ],
)
def test_the_laws_tell_what_was_done_beside_the_step(rng, extra, broken):
    case = case_of(rng, first=1, watch=("grads",))
    source = RIGHT.replace(": params", ":\n    params") + extra
    right, seen = (observe(text, case, np) for text in (RIGHT, source))
    said = [law(seen, right, case, np) for law in (untouched, nothing_returned)]
    found = [text for text in said if text]
    assert (broken is None and found == []) or (len(found) == 1 and broken in found[0])
