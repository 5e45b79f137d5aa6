"""The tests of one step of a heavy ball: inputs and laws, no expected values."""

from dataclasses import replace

from descent.judge.case import Call, Case, Ref, Test
from descent.judge.cases.steps import draw, gradients, nothing_returned, steps, untouched, varied, zeros

ENTRY = "heavy_ball_step"


def examples(rng, xp):
    objects = {
        "params": [xp.asarray([1.0])],
        "grads": [xp.asarray([2.0])],
        "velocities": [xp.zeros(1)],
        "params2": [xp.asarray([1.0])],
        "grads2": [xp.asarray([2.0])],
        "velocities2": [xp.asarray([4.0])],
    }
    calls = []
    for tag in ("", "2"):
        args = (Ref(f"params{tag}"), Ref(f"grads{tag}"), Ref(f"velocities{tag}"))
        calls.append(Call(ENTRY, args, {"lr": 0.5, "momentum": 0.5}, observe=(f"params{tag}", f"velocities{tag}")))
    return Case(objects, tuple(calls))


def run(rng, xp, params, count, settings, velocities=None, watch=()):
    states = {"velocities": zeros(params, xp) if velocities is None else velocities}
    return steps(ENTRY, params, states, gradients(rng, xp, params, count), settings, watch=watch)


def descent(rng, xp):
    return run(rng, xp, draw(rng, xp, 4), 10, {"lr": rng.uniform(0.1, 0.3), "momentum": rng.uniform(0.5, 0.8)})


def resumed(rng, xp):
    params = draw(rng, xp, 3, (2, 4))
    return run(rng, xp, params, 3, {"lr": 0.2, "momentum": 0.6}, velocities=varied(rng, xp, params, -1, 1))


def defaults(rng, xp):
    return run(rng, xp, draw(rng, xp, 3), 4, {})


def standing(rng, xp):
    params = draw(rng, xp, 3, 2)
    states = {"velocities": varied(rng, xp, params, -1, 0)}
    return steps(ENTRY, params, states, [zeros(params, xp)] * 2, {"lr": 0.2, "momentum": 0.7})


def zeros_set(rng, xp):
    params = draw(rng, xp, 3)
    velocities = varied(rng, xp, params, -1, 0)
    first = run(rng, xp, params, 2, {"lr": 0.0, "momentum": 0.5}, velocities=velocities)
    return Case(first.objects, (first.calls[0], replace(first.calls[1], kwargs={"lr": 0.3, "momentum": 0.0})))


def watched(rng, xp):
    return run(rng, xp, draw(rng, xp, 4, (2, 2)), 2, {"lr": 0.1}, watch=("grads",))


TESTS = (
    Test("examples", "the two examples of the statement", examples, "public", contract=True),
    Test("descent", "ten steps with gradients of varied scale", descent, "named", contract=True),
    Test("resumed", "a run resumed with velocities that are not zero", resumed, "named", "in_place"),
    Test("defaults", "the default settings", defaults, "named", contract=True),
    Test("level-ground", "zero gradients while the ball rolls", standing, "named", contract=True),
    Test("zeros", "lr or momentum is 0", zeros_set, "named", contract=True),
    Test("gradients", "the gradients stay as they are", watched, "named", "property", check=untouched),
    Test("returns-none", "returns None", resumed, "named", "property", check=nothing_returned, contract=True),
)
