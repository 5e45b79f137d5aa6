"""The tests of Simplified AdEMAMix's update function: inputs and laws, no expected values."""

from functools import partial

from descent.judge.case import Test
from descent.judge.cases.corners import Function, State, corner_tests
from descent.judge.cases.updates import joined, spread, update_calls

STATE = ("exp_avg", "exp_avg_sq")
updates = partial(update_calls, "calculate_sim_ademamix_update", STATE)
USUAL = {
    "betas": (0.9999, 0.999),
    "eps": 1e-3,
    "correct_bias": True,
    "num_beta_fast_warmup_steps": None,
    "min_beta_fast": 0.9,
}
ODD = {**USUAL, "betas": (0.93, 0.7), "eps": 0.1, "min_beta_fast": 0.4, "alpha": 3.5}
OFFSET = "the 1e-8 inside the logarithm is left to the tests where it clearly shows: here it is in the eighth digit"
FUNCTION = Function(
    "calculate_sim_ademamix_update",
    {"exp_avg": State(), "exp_avg_sq": State(2, positive=True)},
    {
        "betas": (0.999, 0.95),
        "eps": 1e-4,
        "correct_bias": True,
        "num_beta_fast_warmup_steps": 40,
        "min_beta_fast": 0.5,
        "alpha": 4,
    },
    counted="step",
    lists=False,
    late={"num_beta_fast_warmup_steps": 20_000, "betas": (0.9999, 0.9995), "min_beta_fast": 0.5},
    small={"eps": 0.0},
)


def two_steps(rng, xp):
    gradient = xp.asarray([0.1, -2.0])
    state = [xp.asarray([1.0, 1.0]), xp.asarray([4.0, 1.0])]
    warming = {**USUAL, "betas": (0.99, 0.75), "eps": 0.5, "num_beta_fast_warmup_steps": 4, "alpha": 3}
    return joined(updates([gradient], USUAL, xp), updates([gradient], warming, xp, state, 2, "_warming"))


def varied_gradients(rng, xp):
    return updates([spread(rng, xp, 3, -3, 2) for _ in range(21)], USUAL, xp)


def large_eps(rng, xp):
    return updates([spread(rng, xp, 3) for _ in range(8)], ODD, xp)


def warm_up(rng, xp):
    return updates([spread(rng, xp, 3) for _ in range(8)], {**ODD, "num_beta_fast_warmup_steps": 5}, xp)


def usual_warm_up(rng, xp):
    state = [spread(rng, xp, 3, 0, 1), abs(spread(rng, xp, 3, -1, 0))]
    knobs = {**USUAL, "num_beta_fast_warmup_steps": 1000}
    return updates([spread(rng, xp, 3) for _ in range(3)], knobs, xp, state, 400)


def without_correction(rng, xp):
    return updates([spread(rng, xp, 3) for _ in range(4)], {**ODD, "correct_bias": False}, xp)


def resumed(rng, xp):
    state = [spread(rng, xp, (2, 3), 0, 1), abs(spread(rng, xp, (2, 3), -1, 0))]
    return updates([spread(rng, xp, (2, 3)) for _ in range(3)], ODD, xp, state, first=7)


def step_one(rng, xp):
    return updates([spread(rng, xp, 5)], {**ODD, "num_beta_fast_warmup_steps": 9}, xp)


def step_one_law(seen, reference, case, xp):
    """At step 1 all weights are 1: the update is (alpha + 1) g / (|g| + eps), whatever the betas are."""
    gradient, knobs = case.objects["grad0"], case.calls[0].kwargs
    expected = (knobs["alpha"] + 1) * gradient / (abs(gradient) + knobs["eps"])
    if not xp.allclose(seen.calls[0].returned, expected, rtol=1e-9, atol=0):
        return "at step 1 the update should be (alpha + 1) g / (|g| + eps), whatever the betas are"
    return None


def silent_gradients(rng, xp):
    moving = [spread(rng, xp, 3, -1, 0), abs(spread(rng, xp, 3, -1, 0))]
    return joined(updates([xp.zeros(2)] * 2, USUAL, xp), updates([xp.zeros(3)] * 2, ODD, xp, moving, 5, "_moving"))


def untouched(rng, xp):
    return updates([spread(rng, xp, 4) for _ in range(2)], ODD, xp, gradients_too=True)


def every_knob(rng, xp):
    cases = []
    for number, shape in enumerate((1, 5, (3, 2))):
        knobs = {
            "betas": (rng.uniform(0.95, 0.99), rng.uniform(0.8, 0.93)),
            "eps": rng.uniform(0.05, 0.5),
            "correct_bias": number != 1,
            "num_beta_fast_warmup_steps": int(rng.integers(3, 7)),
            "min_beta_fast": rng.uniform(0.2, 0.8),
            "alpha": rng.uniform(3, 9),
        }
        cases.append(updates([spread(rng, xp, shape) for _ in range(4)], knobs, xp, tensor=f"_{number}_"))
    return joined(*cases)


TESTS = (
    Test("two-steps", "a first step, and one in the warm-up", two_steps, "public", contract=True),
    Test("varied-gradients", "21 steps with gradients of varied scale", varied_gradients, "named"),
    Test("large-eps", "odd betas, a large eps, another alpha", large_eps, "named"),
    Test(
        "warm-up",
        "beta warmed up, and past the end",
        warm_up,
        "named",
        rtol=1e-5,
        atol=1e-5,
        reason=OFFSET,
    ),
    Test("usual-warm-up", "in the middle of a long warm-up to a beta of 0.9999", usual_warm_up, "named"),
    Test("without-correction", "without bias correction", without_correction, "named"),
    Test("resumed", "a run resumed at step 7, with a sum that is not zero", resumed, "named"),
    Test("step-one", "at step 1 the betas do not matter", step_one, "named", "property", check=step_one_law),
    Test("silent-gradients", "zero gradients, before and after others", silent_gradients, "named"),
    Test("gradient-untouched", "the gradient stays as it is", untouched, "named", "in_place"),
    Test("every-knob", "many shapes and settings", every_knob, rtol=1e-5, atol=1e-5, reason=OFFSET),
    *corner_tests(FUNCTION, RANGES),
)
