"""The tests of clipping by value: inputs and laws, no expected values."""

from descent.judge.case import Call, Case, Ref, Test
from descent.judge.cases.steps import draw, nothing_returned, varied

ENTRY = "clip_by_value"


def clipped(grads, *limits):
    return Case({"grads": grads}, tuple(Call(ENTRY, (Ref("grads"), limit)) for limit in limits))


def example(rng, xp):
    return clipped([xp.asarray([3.0, -0.5]), xp.asarray([-4.0])], 1.0)


def many(rng, xp):
    return clipped(varied(rng, xp, draw(rng, xp, 6, (3, 4)), -2, 2), rng.uniform(0.5, 2.0))


def within(rng, xp):
    return clipped(varied(rng, xp, draw(rng, xp, 5, (2, 3)), -3, -1), rng.uniform(0.5, 2.0))


def one_large(rng, xp):
    grads = varied(rng, xp, draw(rng, xp, 4, 3), -1, 0)
    grads[0][2] = 100 * rng.uniform(1.0, 2.0)
    return clipped(grads, 2.0)


def tighter(rng, xp):
    return clipped(varied(rng, xp, draw(rng, xp, 4), 0, 1), 3.0, 0.7, 0.0)


TESTS = (
    Test("example", "the example of the statement", example, "public", contract=True),
    Test("many", "entries of every size, in arrays of several shapes", many, "named", "in_place"),
    Test("within", "gradients within the limit stay as they are", within, "named"),
    Test("one-large", "one large entry leaves the others alone", one_large, "named"),
    Test("tighter", "limits that become smaller, down to 0", tighter, "named"),
    Test("returns-none", "returns None", many, "named", "property", check=nothing_returned, contract=True),
)
