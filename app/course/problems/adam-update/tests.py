"""The tests of Adam's update function: inputs and laws, no expected values."""

from functools import partial

from descent.judge.case import Case, Test
from descent.judge.cases.corners import Function, State, corner_tests
from descent.judge.cases.updates import joined, spread, update_calls

STATE = ("exp_avg", "exp_avg_sq")
updates = partial(update_calls, "calculate_adam_update", STATE)
USUAL = {"betas": (0.9, 0.999), "eps": 1e-3, "correct_bias": True, "nesterov": False}
ODD = {"betas": (0.37, 0.61), "eps": 0.1, "correct_bias": True, "nesterov": False}
FUNCTION = Function(
    "calculate_adam_update",
    {"exp_avg": State(), "exp_avg_sq": State(2, positive=True)},
    {"betas": (0.8, 0.95), "eps": 1e-4, "correct_bias": True, "nesterov": False},
    counted="step",
    lists=False,
    small={"eps": 0.0},
)


def first_step(rng, xp):
    cases = [
        updates([xp.asarray([0.1, -2.0])], {**USUAL, "nesterov": nesterov}, xp, tensor=tensor)
        for nesterov, tensor in ((False, ""), (True, "_nesterov"))
    ]
    return joined(*cases)


def step_one(rng, xp):
    return updates([spread(rng, xp, 5)], {**ODD, "betas": (0.8, 0.97)}, xp)


def step_one_law(seen, reference, case, xp):
    """At step 1 the corrections undo the averages: the update is g / (|g| + eps), whatever the betas are."""
    gradient, eps = case.objects["grad0"], case.calls[0].kwargs["eps"]
    if not xp.allclose(seen.calls[0].returned, gradient / (abs(gradient) + eps), rtol=1e-9, atol=0):
        return "at step 1 the update should be g / (|g| + eps), whatever the betas are"
    return None


def varied_gradients(rng, xp):
    return updates([spread(rng, xp, 3, -3, 2) for _ in range(21)], USUAL, xp)


def large_eps(rng, xp):
    return updates([spread(rng, xp, 3) for _ in range(8)], ODD, xp)


def without_correction(rng, xp):
    return updates([spread(rng, xp, 3) for _ in range(4)], {**ODD, "correct_bias": False}, xp)


def nesterov(rng, xp):
    return updates([spread(rng, xp, 3) for _ in range(6)], {**ODD, "betas": (0.7, 0.95), "nesterov": True}, xp)


def nesterov_without_correction(rng, xp):
    return updates([spread(rng, xp, 3) for _ in range(4)], {**ODD, "correct_bias": False, "nesterov": True}, xp)


def resumed(rng, xp):
    state = [spread(rng, xp, (2, 3), -1, 0), abs(spread(rng, xp, (2, 3), -1, 0))]
    return updates([spread(rng, xp, (2, 3)) for _ in range(3)], USUAL, xp, state, first=7)


def silent_gradients(rng, xp):
    moving = [spread(rng, xp, 3, -1, 0), abs(spread(rng, xp, 3, -1, 0))]
    cases = [updates([xp.zeros(2)] * 2, USUAL, xp), updates([xp.zeros(3)] * 2, USUAL, xp, moving, 5, "_moving")]
    return joined(*cases)


def untouched(rng, xp):
    return updates([spread(rng, xp, 4) for _ in range(2)], {**USUAL, "nesterov": True}, xp, gradients_too=True)


def every_knob(rng, xp):
    """Tensors of many shapes, each with its own state and drawn settings."""
    objects, calls = {}, ()
    for number, shape in enumerate((1, 5, (3, 2), (2, 1, 3))):
        knobs = {
            "betas": (rng.uniform(0.3, 0.8), rng.uniform(0.85, 0.98)),
            "eps": rng.uniform(0.05, 0.5),
            "correct_bias": number != 1,
            "nesterov": number % 2 == 1,
        }
        one = updates([spread(rng, xp, shape) for _ in range(3)], knobs, xp, tensor=f"_{number}_")
        objects, calls = {**objects, **one.objects}, calls + one.calls
    return Case(objects, calls)


TESTS = (
    Test("first-step", "first step, without and with Nesterov", first_step, "public", contract=True),
    Test("step-one", "at step 1 the betas do not matter", step_one, "named", "property", check=step_one_law),
    Test("varied-gradients", "21 steps with gradients of varied scale", varied_gradients, "named"),
    Test("large-eps", "odd betas and a large eps", large_eps, "named"),
    Test("without-correction", "without bias correction", without_correction, "named"),
    Test("nesterov", "the Nesterov form over six steps", nesterov, "named"),
    Test("nesterov-plain", "the Nesterov form without bias correction", nesterov_without_correction, "named"),
    Test("resumed", "a run resumed at step 7, with moments that are not zero", resumed, "named"),
    Test("silent-gradients", "zero gradients, before and after others", silent_gradients, "named"),
    Test("gradient-untouched", "the gradient stays as it is", untouched, "named", "in_place"),
    Test("every-knob", "many shapes and settings", every_knob),
    *corner_tests(FUNCTION, RANGES),
)
