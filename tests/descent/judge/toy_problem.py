"""A toy problem with a test of each kind, and its judgement of any source."""

import numpy as np
from descent.judge.judgement import Judgement
from descent.judge.submission import observe
from descent.judge.suite import Suite

TOML = """
slug = "toy"
[limits]
seconds = 3
[picture]
kind = "path"
object = "p"
table = ["p"]
"""


TESTS = """
from descent.judge.case import Call, Case, Ref, Test

def shown(rng, xp):
    return Case({"p": [xp.asarray([2.0, 3.0])]}, (Call("f", (Ref("p"), 1)),))

def drawn(rng, xp):
    p = [rng.normal(size=3), rng.normal(size=(2, 2))]
    return Case({"p": p}, tuple(Call("f", (Ref("p"), t)) for t in (1, 2, 3)))

def negative(rng, xp):
    return Case({"p": [rng.normal(size=2)]}, (Call("f", (Ref("p"), -1)),))

def law(seen, reference, case, xp):
    return None if (seen.calls[0].objects["p"].now[0] == case.objects["p"][0] * 2).all() else "p should double"

TESTS = (
    Test("shown", "an example", shown, "public"),
    Test("drawn", "three steps", drawn, "named"),
    Test("place", "in place", drawn, "named", "in_place"),
    Test("law", "a law", shown, "named", "property", check=law),
    Test("raises", "t must be positive", negative, "named", "raises"),
    Test("secret", "more", drawn, "sealed", timeout=1.5),
)
"""


REFERENCE = """
def f(p, t):
    if t < 1:
        raise ValueError("t")
    for x in p:
        x *= 1 + t
"""


FILES = {
    "problem.toml": TOML,
    "tests.py": TESTS,
    "reference.py": REFERENCE,
    "mistakes/b_double.py": '"""Doubles\n    always."""\n' + REFERENCE.replace("1 + t", "2"),
    "mistakes/a_double.py": '"""Doubles, by adding."""\n' + REFERENCE.replace("x *= 1 + t", "x += x * (1 + 1e-13)"),
    "mistakes/rebound.py": '"""Rebinds."""\n'
    + REFERENCE.replace("for x in p:", "for i, x in enumerate(p):").replace("x *= 1 + t", "p[i] = x * (1 + t)"),
}


def toy(**changed):
    return Suite({**FILES, **{name.replace("__", "/") + ".py": text for name, text in changed.items()}}, 0, np)


def judged(source, suite=None):
    """The verdicts on a submission by test."""
    return verdicts(source, Judgement(suite or toy()))


def judgement_of(source, suite=None):
    """The judgement of a submission, every verdict given."""
    judgement = Judgement(suite or toy())
    verdicts(source, judgement)
    return judgement


def verdicts(source, judgement):
    suite = judgement.suite
    return {test_id: judgement.verdict(test_id, observe(source, suite.case(test_id), np)) for test_id in suite.tests}


def body(line):
    return REFERENCE.replace("x *= 1 + t", line)
