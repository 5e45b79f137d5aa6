"""The tests of a polynomial schedule: inputs and laws, no expected values."""

from descent.judge.case import Call, Case, Test


def schedule(steps, **settings):
    return Case({}, tuple(Call("polynomial_lr", (int(step),), settings) for step in steps))


def examples(rng, xp):
    first = Call("polynomial_lr", (25, 100, 1.0))
    return Case({}, (first, Call("polynomial_lr", (50, 100, 1.0), {"end": 0.2, "power": 2.0})))


def drawn(rng, **others):
    return {"total_steps": int(rng.integers(20, 40)), "start": rng.uniform(0.5, 2.0)} | others


def line(rng, xp):
    return schedule(range(0, 20, 2), **drawn(rng, end=rng.uniform(0.05, 0.2)))


def bent(rng, xp):
    return schedule(range(0, 20, 2), **drawn(rng, end=rng.uniform(0.05, 0.2), power=rng.uniform(1.5, 3.0)))


def after_the_end(rng, xp):
    settings = drawn(rng, end=rng.uniform(0.05, 0.2), power=3.0)
    last = settings["total_steps"]
    return schedule((last - 1, last, last + 1, 3 * last), **settings)


def ends(rng, xp):
    settings = drawn(rng, end=rng.uniform(0.05, 0.2), power=rng.uniform(0.5, 2.5))
    return schedule((0, settings["total_steps"]), **settings)


def ends_law(seen, reference, case, xp):
    """The schedule begins at start and ends at end."""
    for call, name in zip(seen.calls, ("start", "end"), strict=True):
        if not xp.isclose(call.returned, case.calls[0].kwargs[name], rtol=1e-9, atol=1e-12):
            return f"the first and the last step should have start and end, and {name} is another number"
    return None


def zeros(rng, xp):
    calls = schedule((0, 3, 8, 9), total_steps=8, start=rng.uniform(1.0, 2.0), end=0.1, power=0.0).calls
    return Case({}, calls + schedule((0, 3, 8), total_steps=8, start=0.0, end=rng.uniform(1.0, 2.0)).calls)


def rising(rng, xp):
    return schedule(range(0, 12), total_steps=10, start=rng.uniform(0.1, 0.2), end=rng.uniform(1.0, 2.0), power=2.0)


TESTS = (
    Test("examples", "the two examples of the statement", examples, "public", contract=True),
    Test("line", "a line, for power 1", line, "named", contract=True),
    Test("bent", "other powers", bent, "named", contract=True),
    Test("after-the-end", "what comes after the last step", after_the_end, "named"),
    Test("ends", "start and end", ends, "named", "property", check=ends_law, contract=True),
    Test("zeros", "a power or a start of 0", zeros, "named"),
    Test("rising", "a schedule that rises", rising, "named"),
)
