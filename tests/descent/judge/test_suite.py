"""Verdicts: what counts as different, how it is told, and which mistake is recognised."""

import json
import re

import numpy as np
import pytest
from descent.errors import BrokenProblem, UnknownName
from descent.judge.case import Call, Case, Record, Ref, Test
from descent.judge.difference import Measure, closeness, differ, differs
from descent.judge.judgement import Judgement
from descent.judge.submission import observe
from descent.judge.suite import Suite

from app.course import catalog
from tests.descent.judge.toy_problem import FILES, REFERENCE, body, judged, judgement_of, toy


def test_the_reference_passes_and_resembles_no_mistake():
    assert {verdict["outcome"] for verdict in judged(REFERENCE).values()} == {"pass"}
    summary = judgement_of(REFERENCE).summary()
    assert summary["passed"]
    assert summary["mistake"] is None
    assert summary["picture"] is None


def test_a_wrong_number_is_told_with_the_call_the_place_and_the_size():
    said = judged(body("x *= 1 + t + (t == 2) * 1e-3 * (x.ndim == 2)"))
    assert said["shown"]["outcome"] == "pass"
    assert re.fullmatch(
        r"After call 2 of 3, p\[1\]\[0, 0\] is (\S+), where the reference has (?!\1)\S+; over the whole test it is "
        r"off by at most \S+, and at most 0\.0003\d\d of the reference\.",
        said["drawn"]["sentence"],
    )
    difference = said["drawn"]["difference"]
    assert (difference["reason"], difference["call"], difference["place"]) == ("value", 1, "p[1]")
    assert difference["index"] == [0, 0]
    assert difference["max_rel"] == pytest.approx(1e-3 / 3, rel=1e-2)
    assert difference["yours"] is None


def test_a_difference_from_zero_has_no_relative_size():
    said = judged(body("x *= 1 + t; x += 1e-3"), toy(reference=body("x *= 0")))["drawn"]
    assert said["difference"]["max_rel"] is None
    assert "inf" not in said["sentence"]


def test_two_values_that_agree_in_six_digits_are_shown_with_more():
    said = judged(body("x *= (1 + t) * (1 + 1e-8)"))["shown"]
    assert said["sentence"].startswith("p[0][0] is 4.00000004, where the reference has 4;")


def test_places_are_told_by_the_arguments_and_not_by_the_names_of_a_case():
    suite = Suite(catalog.files_for_browser("adam-step"), 1, np)
    source = suite.files["reference.py"]
    said = judged(source.replace("np.sqrt(v_hat) + eps", "np.sqrt(v_hat + eps)"), suite)
    assert said["several-tensors"]["sentence"].startswith("After call 1 of 4, params[0][0] is ")
    rebound = judged(source.replace("p[...] =", "params[0] ="), suite)["aliases"]["sentence"]
    assert "params[0], as the caller holds it," in rebound
    silly = judged(source.replace("eps=1e-8):", "eps=1e-8):\n    return 1"), suite)
    assert silly["returns-none"]["sentence"] == "adam_step should return None."


def test_a_body_that_never_ran_is_told_so_in_every_test_before_any_number():
    suite = Suite(catalog.files_for_browser("adam-step"), 1, np)
    source = suite.files["reference.py"]
    waiting = judged("async " + source[source.index("def adam_step") :], suite)
    lazy = judged(source + "        yield p\n", suite)
    assert {said["sentence"] for said in waiting.values()} == {
        "adam_step is defined with `async def`, so that calling it runs none of its body; write `def`."
    }
    assert {said["sentence"] for said in lazy.values()} == {
        "adam_step holds a `yield`, so that calling it runs none of its body; take the `yield` out, or write `return`."
    }


def test_a_public_test_shows_its_input_and_both_values():
    said = judged(body("x *= 2.5"))["shown"]
    assert said["input"] == "p = [np.array([2.0, 3.0])]\nf(p, 1)"
    assert (said["difference"]["yours"], said["difference"]["expected"]) == (5.0, 4.0)


@pytest.mark.parametrize(
    "source",
    [
        body("x *= 2.5"),
        body("print(x, p); raise KeyError(x.tolist())"),
        body("print(x, p); x *= float('nan')"),
    ],
)
def test_a_sealed_test_tells_nothing_that_gives_values_away(source):
    suite = toy()
    said = judged(source, suite)["secret"]
    assert said["outcome"] in ("fail", "error")
    text = json.dumps(said)
    numbers = [number for array in suite.case("secret").objects["p"] for number in array.ravel().tolist()]
    assert not any(f"{number:.3f}"[:5] in text for number in numbers)
    assert said["difference"] is None
    assert said["input"] is None
    assert "picture" not in said
    assert said["output"] == ""


@pytest.mark.parametrize(
    ("line", "reason", "words"),
    [
        ("p[0] = p[0].astype('float32')", "dtype", "is float32, where the reference is float64"),
        ("p[0] = p[0][:1]", "shape", "has shape (1,), where the reference has (3,)"),
        ("p[1:] = []", "length", "has 1 entry, where the reference has 2 entries"),
        ("p[0] = 'text'", "type", "is a str, where the reference has an array of float64"),
        ("p[0] = f", "type", "is an object of type function"),
        ("p[0] = True", "type", "is a bool, where"),
        ("p[:] = [[1], 2]", "type", "p[0] is a list, where the reference has an array of float64"),
        ("x *= float('nan')", "finite", "p[0][0] is nan, where the reference is a finite number"),
        ("x *= float('inf')", "finite", "inf, where the reference is a finite number"),
    ],
)
def test_each_way_to_be_different_has_its_own_words(line, reason, words):
    said = judged(body(line).replace("for x in p", "for x in list(p)"))["drawn"]
    assert said["difference"]["reason"] == reason
    assert words in said["sentence"]


@pytest.mark.parametrize(
    ("kind", "outcome"), [("int64", "pass"), ("uint8", "pass"), ("float32", "fail"), ("bool", "fail")]
)
def test_integers_may_stand_where_the_reference_has_floats(kind, outcome):
    ones = body("x.fill(1)")
    submission = "import numpy as np\n" + body(f"x.fill(1); p[0] = np.ones(p[0].shape, '{kind}')")
    assert judged(submission, toy(reference=ones))["drawn"]["outcome"] == outcome


def test_rebinding_passes_by_value_and_fails_in_place():
    said = judged(FILES["mistakes/rebound.py"])
    assert said["drawn"]["outcome"] == "pass"
    assert said["place"]["outcome"] == "fail"
    assert said["place"]["sentence"] == (
        "After call 1 of 3, p[0] is another array than the one passed in; it should be changed in place."
    )


def test_returning_something_counts_in_place_only():
    said = judged(REFERENCE + "    return p\n")
    assert said["drawn"]["outcome"] == "pass"
    assert "the returned value is a list, where the reference has None" in said["place"]["sentence"]


def test_a_broken_law_is_told_in_its_own_words_and_survives_any_output():
    assert judged(body("x *= 3"))["law"]["sentence"] == "p should double."
    said = judged(body("p.clear()"))["law"]
    assert said["outcome"] == "fail"
    assert "do not have the form" in said["sentence"]


@pytest.mark.parametrize(
    ("line", "outcome", "words"),
    [
        ("raise ValueError('other text')", "pass", ""),
        ("raise UnicodeError('a kind of ValueError')", "pass", ""),
        ("pass", "fail", "should raise ValueError, and nothing was raised"),
        ("raise TypeError('t')", "fail", "should raise ValueError, and raised TypeError"),
        ("raise SystemExit", "error", "left Python"),
    ],
)
def test_a_test_for_an_exception_looks_at_its_kind(line, outcome, words):
    said = judged(REFERENCE.replace("raise ValueError('t')", line).replace('raise ValueError("t")', line))["raises"]
    assert said["outcome"] == outcome
    assert words in said["sentence"]


def test_an_error_carries_its_line_and_columns():
    said = judged(body("x *= 1 / 0"))["shown"]
    assert (said["outcome"], said["error"]["type"]) == ("error", "ZeroDivisionError")
    frame = said["error"]["frames"][-1]
    assert (frame["line"], frame["column"], frame["end_column"]) == (6, 13, 18)
    assert said["sentence"] == "ZeroDivisionError on line 6: division by zero."


def test_a_distance_is_looked_for_only_as_far_as_it_is_wanted():
    measure = Measure(rtol=1e-6, atol=1e-9, strict=False)
    case = Case({}, (Call("f"),))
    seen, there = (observe(f"def f(): return {value}", case, np) for value in ("[2e-9, 5e-9]", "[0.0, 0.0]"))
    assert closeness(seen, there, measure, np) == pytest.approx(5)
    assert closeness(seen, there, measure, np, enough=1) == pytest.approx(2)
    assert closeness(seen, there, measure, np, enough=3) == pytest.approx(5)


def test_a_message_that_is_a_sentence_already_gets_no_second_full_stop():
    said = judged(body("raise ValueError('Too big.')"))["shown"]
    assert said["sentence"] == "ValueError on line 6: Too big."


def test_a_long_message_is_cut_in_the_sentence_and_whole_in_the_error():
    said = judged(body("raise ValueError('x' * 1000)"))["shown"]
    assert said["sentence"] == f"ValueError on line 6: {'x' * 300}…"
    assert said["error"]["text"] == "x" * 1000


def test_the_tolerance_is_absolute_plus_relative():
    measure = Measure(rtol=1e-6, atol=1e-9, strict=False)

    def distance(yours, reference):
        case = Case({}, (Call("f"),))
        seen, there = (observe(f"def f(): return {value}", case, np) for value in (yours, reference))
        differing = differ(seen, there, measure, np) is not None
        assert differing == differs(seen, there, measure, np) == (closeness(seen, there, measure, np) > 1)
        return closeness(seen, there, measure, np)

    assert distance("100.0", "100.0") == 0
    assert distance("100.0 + 5e-5", "100.0") == pytest.approx(0.5, rel=1e-3)
    assert distance("2e-9", "0.0") == pytest.approx(2)
    assert distance("float('nan')", "float('nan')") == 0
    assert distance("float('nan')", "1.0") == np.inf
    assert distance("float('inf')", "float('-inf')") == np.inf
    assert distance("3", "3.0") == 0
    assert distance("True", "1") == np.inf
    assert distance("10**30", "10**30 + 1") == np.inf
    assert distance("(1.0, 2.0)", "[1.0, 2.0]") == 0
    assert distance("{'a': 1}", "{'b': 1}") == np.inf
    assert distance("'a'", "'b'") == np.inf


def test_a_number_an_array_scalar_and_an_array_without_dimensions_are_alike():
    case = Case({}, (Call("f"),))
    one = observe("def f(): return 0.5", case, np)
    measure = Measure(1e-9, 0.0, strict=True)
    for text in ("np.float64(0.5)", "np.array(0.5)", "np.float32(0.5)"):
        assert differ(observe(f"import numpy as np\ndef f(): return {text}", case, np), one, measure, np) is None
    vector = observe("import numpy as np\ndef f(): return np.array([0.5])", case, np)
    assert differ(vector, one, measure, np).reason == "shape"


def test_objects_with_attributes_are_compared_by_attribute():
    case = Case({"w": Record({"data": np.zeros(1), "grad": None})}, (Call("f", (Ref("w"),)),))
    measure = Measure(1e-9, 0.0, strict=False)
    seen = [observe(f"def f(w): w.data += {value}", case, np) for value in (1, 2)]
    found = differ(seen[0], seen[1], measure, np)
    assert (found.place, found.yours, found.expected) == ("w.data", 1.0, 2.0)


def test_the_exact_mistake_is_preferred_and_otherwise_the_first_by_name():
    mistake = judgement_of(body("x *= 2")).summary()["mistake"]
    assert mistake == {"name": "b_double", "message": "Doubles always.", "exact": True}
    found = judgement_of(body("x += x * (1 + 2e-13)")).recognised()
    assert (found.name, found.exact) == ("a_double", False)


def test_other_numbers_resemble_no_mistake():
    assert judgement_of(body("x *= 2.001")).recognised() is None


def test_a_mistake_that_passes_a_failed_test_is_not_recognised():
    # doubles, but also fails the test of the exception, which the known mistake passes
    assert judgement_of(body("x *= 2").replace('raise ValueError("t")', "return")).recognised() is None


def test_only_tests_that_ran_count_for_recognition():
    judgement = Judgement(toy())
    for test_id in ("drawn", "raises"):
        judgement.verdict(test_id, observe(body("x *= 2"), judgement.suite.case(test_id), np))
    summary = judgement.summary()
    assert summary["mistake"]["name"] == "b_double"
    assert not summary["passed"]
    assert {test["id"]: test["outcome"] for test in summary["tests"]}["secret"] == "not-run"


def test_inputs_are_the_same_for_a_seed_and_differ_between_tests():
    one, other = toy().case("drawn"), toy().case("drawn")
    np.testing.assert_array_equal(one.objects["p"][0], other.objects["p"][0])
    assert (one.objects["p"][0] != toy().case("secret").objects["p"][0]).all()


@pytest.mark.parametrize(
    ("changed", "error", "what"),
    [
        ({"reference": "def f(p, t): raise OSError('x')"}, BrokenProblem, "reference.py of toy, test shown: x"),
        ({"tests": "TESTS = (3,)"}, BrokenProblem, "TESTS"),
        ({"tests": ""}, BrokenProblem, "TESTS"),
    ],
)
def test_a_problem_that_is_broken_says_so(changed, error, what):
    with pytest.raises(error, match=what):
        judged("", toy(**changed))


def test_a_missing_file_or_setting_is_named():
    with pytest.raises(UnknownName, match=r"problem\.toml"):
        Suite({}, 0, np)
    with pytest.raises(BrokenProblem, match=r"problem\.toml.*limits"):
        Suite({**FILES, "problem.toml": "slug = 'toy'"}, 0, np)
    with pytest.raises(UnknownName, match="there are: drawn, law"):
        toy().case("nope")


def test_the_listing_says_how_long_each_test_may_take():
    listed = {test["id"]: test["timeout"] for test in toy().listing()}
    assert (listed["shown"], listed["secret"]) == (3.0, 1.5)


def test_a_later_problem_can_be_a_class():
    """Construction, steps and attributes of an object, judged like any function."""
    tests = """
from descent.judge.case import Assign, Call, Case, Record, Ref, Test

def make(rng, xp):
    p = Record({"data": rng.normal(size=2), "grad": rng.normal(size=2)})
    watched = ("params", "optimizer.steps")
    return Case({"params": [p]}, (
        Call("Descent", (Ref("params"),), {"lr": 0.1}, bind="optimizer", observe=()),
        Call("optimizer.step", observe=watched),
        Assign("params.0.grad", None),
        Call("optimizer.step", observe=watched),
    ))

TESTS = (Test("class", "a class", make, "named"),)
"""
    reference = """
class Descent:
    def __init__(self, params, lr):
        self.params, self.lr, self.steps = params, lr, 0
    def step(self):
        self.steps += 1
        for p in self.params:
            if p.grad is not None:
                p.data -= self.lr * p.grad
"""
    suite = toy(tests=tests, reference=reference)
    assert judged(reference, suite)["class"]["outcome"] == "pass"
    said = judged(reference.replace("self.steps += 1", "pass"), suite)["class"]
    assert "optimizer.steps" in said["sentence"]
    said = judged(reference.replace("self.lr * p", "p"), suite)["class"]
    assert "params[0].data[0] is " in said["sentence"]


def test_the_test_class_is_not_taken_for_a_set_of_tests():
    assert Test.__test__ is False


@pytest.mark.parametrize(
    ("mine", "theirs", "reason"),
    [
        ([1.0, np.inf], [1.0, np.inf], None),
        ([np.nan, 0.0], [np.nan, -0.0], None),
        ([1.0 + 1e-13, np.nan], [1.0, np.nan], None),
        ([5.0, 1.0], [np.inf, 1.0], "finite"),
        ([-np.inf, 1.0], [np.inf, 1.0], "finite"),
        ([np.inf, 1.0], [5.0, 1.0], "finite"),
        ([np.nan, 1.0], [5.0, 1.0], "finite"),
        ([1.0, 2.0], [1.0, np.nan], "finite"),
        ([1.0, 1.0 + 1e-8], [1.0, 1.0], "value"),
        ([1e300, 1.0], [-1e300, 1.0], "value"),
    ],
)
@pytest.mark.parametrize("measure", [Measure(1e-9, 1e-12, strict=False), Measure(0.0, 1e-12, strict=False)])
def test_numbers_that_are_not_finite_must_be_the_same_whatever_the_tolerance(mine, theirs, reason, measure):
    case = Case({}, (Call("f", ()),))
    seen, reference = (
        observe(f"from numpy import array, inf, nan\ndef f(): return array({values})", case, np)
        for values in (mine, theirs)
    )
    found = differ(seen, reference, measure, np)
    assert (found.reason if found else None) == reason
    if reason == "finite":
        assert closeness(seen, reference, measure, np) == np.inf
