"""A source run on one call, for the tests of what is seen of it."""

import numpy as np
from descent.judge.case import Call, Case
from descent.judge.submission import observe


def one_call(*args, **objects):
    return Case(objects, (Call("f", args),))


def run(source, case=None, **options):
    return observe(source, case or one_call(), np, **options)


def returned(source, case=None):
    seen = run(source, case)
    assert seen.failure is None, seen.failure
    return seen.calls[-1].returned
