"""The picture of a failure: paths, curves and the state where they part, for any output."""

import json

import numpy as np
import pytest
from descent.judge.judgement import Judgement
from descent.judge.submission import observe
from descent.judge.suite import Suite

from app.course import catalog
from tests.descent.judge.toy_problem import TESTS, TOML, body, judged, judgement_of


def test_the_picture_shows_three_paths_from_one_start_and_the_state_where_they_part():
    picture = judged(body("x *= 2"))["drawn"]["picture"]
    assert picture["kind"] == "path"
    assert len(picture["coordinates"]) == 2
    assert picture["departs"] == 1
    assert picture["reference"][0] == picture["learner"][0]
    assert picture["reference"][1] != picture["learner"][1]
    assert len(picture["reference"]) == len(picture["learner"]) == 3
    start = np.array(picture["start"])
    np.testing.assert_allclose(picture["reference"][0], 2 * start)
    rows = {row["name"]: row for row in picture["table"]["rows"]}
    assert picture["table"]["call"] == 1
    assert rows["p[0][1]"]["differs"]
    assert rows["p[0][1]"]["learner"] == pytest.approx(rows["p[0][1]"]["reference"] * 2 / 3)
    summary = judgement_of(body("x *= 2")).summary()
    assert summary["picture"]["test"] == "drawn"
    assert summary["picture"]["mistake"] == summary["picture"]["learner"]


def test_a_row_of_the_table_differs_by_more_than_the_tolerance_of_the_test():
    source = body("x *= 1 + t; x *= 1 + 1e-12; x.flat[-1] *= 1 + 1e-6")
    rows = judged(source)["drawn"]["picture"]["table"]["rows"]
    assert [row["name"] for row in rows if row["differs"]] == ["p[0][2]", "p[1][1][1]"]
    assert all(row["learner"] != row["reference"] for row in rows)


def test_the_table_holds_what_the_code_made_and_nothing_worked_out_from_it():
    suite = Suite(catalog.files_for_browser("adam-step"), 1, np)
    source = suite.files["reference.py"].replace("m_hat = m_i / (1 - beta1**t)", "m_hat = m_i")
    rows = judged(source, suite)["varied-gradients"]["picture"]["table"]["rows"]
    assert {row["name"].split("[")[0] for row in rows} == {"params", "m", "v"}
    assert {row["name"].split("[")[0] for row in rows if row["differs"]} == {"params"}


def test_the_picture_of_a_returned_update_is_the_path_from_zero_against_it():
    tests = TESTS.split("TESTS =")[0] + 'TESTS = (Test("drawn", "three steps", drawn, "named"),)'
    files = {"problem.toml": TOML.replace('"p"', '"returned"'), "tests.py": tests}
    suite = Suite({**files, "reference.py": "def f(p, t):\n    return t * p[1]"}, 0, np)
    update = suite.case("drawn").objects["p"][1]
    picture = judged("def f(p, t):\n    return p[1]", suite)["drawn"]["picture"]
    assert picture["start"] == [0.0, 0.0]
    places = [tuple(int(part) for part in label[9:-1].split("][")) for label in picture["coordinates"]]
    chosen = np.array([update[place] for place in places])
    np.testing.assert_allclose(picture["reference"], -np.outer([1, 3, 6], chosen))
    np.testing.assert_allclose(picture["learner"], -np.outer([1, 2, 3], chosen))
    assert picture["departs"] == 1
    row = picture["table"]["rows"][0]
    assert row["reference"] == 2 * row["learner"] == 2 * update[0, 0]
    curve = Suite({**suite.files, "problem.toml": files["problem.toml"].replace('"path"', '"curve"')}, 0, np)
    drawn = judged("def f(p, t):\n    return p[1]", curve)["drawn"]["picture"]
    np.testing.assert_allclose(drawn["reference"], np.outer([1, 2, 3], chosen))
    np.testing.assert_allclose(drawn["start"], chosen)


def test_the_picture_of_an_attribute_starts_where_the_record_does():
    tests = """
from descent.judge.case import Call, Case, Record, Ref, Test

def steps(rng, xp):
    call = Call("f", (Ref("w"),), observe=("w.data",))
    return Case({"w": Record({"data": rng.normal(size=2), "grad": None})}, (call, call))

TESTS = (Test("steps", "two steps", steps, "named"),)
"""
    files = {"problem.toml": TOML.replace('"p"', '"w.data"'), "tests.py": tests}
    suite = Suite({**files, "reference.py": "def f(w):\n    w.data *= 2"}, 0, np)
    picture = judged("def f(w):\n    w.data *= 3", suite)["steps"]["picture"]
    start = suite.case("steps").objects["w"].attributes["data"]
    np.testing.assert_allclose(picture["start"], start)
    np.testing.assert_allclose(picture["reference"], np.outer([2, 4], start))


def test_a_curve_is_drawn_from_what_the_calls_return():
    tests = """
from descent.judge.case import Call, Case, Test

def steps(rng, xp):
    return Case({}, tuple(Call("f", (step,)) for step in range(4)))

TESTS = (Test("curve", "four steps", steps, "named"),)
"""
    toml = TOML.replace('kind = "path"\nobject = "p"', 'kind = "curve"\nobject = "returned"')
    files = {"problem.toml": toml, "tests.py": tests, "reference.py": "def f(step):\n    return 2.0 * step\n"}
    suite = Suite(files, 1, np)
    seen = observe("def f(step):\n    return 2.0 * step + (step > 1)\n", suite.case("curve"), np)
    picture = Judgement(suite).verdict("curve", seen)["picture"]
    assert (picture["kind"], picture["coordinates"], picture["departs"]) == ("curve", ["returned"], 2)
    assert picture["reference"] == [[0.0], [2.0], [4.0], [6.0]]
    assert picture["learner"] == [[0.0], [2.0], [5.0], [7.0]]


@pytest.mark.parametrize("line", ["p.clear()", "p[0] = 'text'", "x *= float('nan')", "p[:] = [[[]]]"])
def test_the_picture_can_be_drawn_or_left_out_for_any_output(line):
    judgement = judgement_of(body(line).replace("for x in p", "for x in list(p)"))
    json.dumps(judgement.summary(), allow_nan=False)


def test_the_summary_has_the_state_after_every_call_and_a_verdict_has_one():
    tests = TESTS.split("TESTS =")[0] + 'TESTS = (Test("drawn", "three steps", drawn, "named"),)'
    files = {"problem.toml": TOML.replace('"p"', '"returned"'), "tests.py": tests}
    suite = Suite({**files, "reference.py": "def f(p, t):\n    return t * p[1]"}, 0, np)
    assert judged("def f(p, t):\n    return p[1]", suite)["drawn"]["picture"]["tables"] is None
    drawn = judgement_of("def f(p, t):\n    return p[1]", suite).summary()["picture"]
    assert [table["call"] for table in drawn["tables"]] == [0, 1, 2]
    assert drawn["tables"][drawn["departs"]] == drawn["table"]
