"""The tests of LaProp's update function: inputs and laws, no expected values."""

from functools import partial

from descent.judge.case import Test
from descent.judge.cases.corners import Function, State, corner_tests
from descent.judge.cases.updates import joined, spread, update_calls

STATE = ("exp_avg", "exp_avg_sq")
updates = partial(update_calls, "calculate_laprop_update", STATE)
USUAL = {"betas": (0.9, 0.999), "eps": 1e-3, "correct_bias": True}
ODD = {"betas": (0.37, 0.61), "eps": 0.1, "correct_bias": True}
FUNCTION = Function(
    "calculate_laprop_update",
    {"exp_avg": State(0), "exp_avg_sq": State(2, positive=True)},
    {"betas": (0.8, 0.95), "eps": 1e-4, "correct_bias": True},
    counted="step",
    lists=False,
    small={"eps": 0.0},
)


def two_steps(rng, xp):
    gradient = xp.asarray([0.1, -2.0])
    state = [xp.asarray([1.0, -1.0]), xp.asarray([4.0, 1.0])]
    return joined(
        updates([gradient], USUAL, xp),
        updates([gradient], {"betas": (0.9, 0.75), "eps": 0.5, "correct_bias": False}, xp, state, 2, "_moving"),
    )


def varied_gradients(rng, xp):
    return updates([spread(rng, xp, 3, -3, 2) for _ in range(21)], USUAL, xp)


def large_eps(rng, xp):
    return updates([spread(rng, xp, 3) for _ in range(8)], ODD, xp)


def without_correction(rng, xp):
    return updates([spread(rng, xp, 3) for _ in range(4)], {**ODD, "correct_bias": False}, xp)


def sudden(rng, xp):
    """A gradient a thousand times larger than those before it, which LaProp and Adam take in differently."""
    gradients = [spread(rng, xp, 3, -1, 0) for _ in range(6)]
    gradients[3] = 1000 * gradients[3]
    return updates(gradients, {**USUAL, "betas": (0.8, 0.9)}, xp)


def resumed(rng, xp):
    state = [spread(rng, xp, (2, 3), -1, 0), abs(spread(rng, xp, (2, 3), -1, 0))]
    return updates([spread(rng, xp, (2, 3)) for _ in range(3)], USUAL, xp, state, first=7)


def no_momentum(rng, xp):
    return updates([spread(rng, xp, 5) for _ in range(4)], {**ODD, "betas": (0.0, 0.9)}, xp)


def no_momentum_law(seen, reference, case, xp):
    """With beta1 = 0 LaProp is RMSprop: each update is this gradient, over the root of v and eps."""
    for number, (call, made) in enumerate(zip(seen.calls, case.calls, strict=True)):
        knobs = made.kwargs
        v_hat = call.objects["exp_avg_sq"].now / (1 - knobs["betas"][1] ** knobs["step"])
        if not xp.allclose(
            call.returned, case.objects[f"grad{number}"] / (xp.sqrt(v_hat) + knobs["eps"]), rtol=1e-9, atol=0
        ):
            return "with beta1 = 0 every update should be grad / (sqrt(v_hat) + eps), as in RMSprop"
    return None


def silent_gradients(rng, xp):
    moving = [spread(rng, xp, 3, -1, 0), abs(spread(rng, xp, 3, -1, 0))]
    return joined(
        updates([xp.zeros(2)] * 2, USUAL, xp),
        updates([xp.zeros(3)] * 2, USUAL, xp, moving, 5, "_moving"),
    )


def untouched(rng, xp):
    return updates([spread(rng, xp, 4) for _ in range(2)], USUAL, xp, gradients_too=True)


def every_knob(rng, xp):
    cases = []
    for number, shape in enumerate((1, 5, (3, 2), (2, 1, 3))):
        knobs = {
            "betas": (rng.uniform(0.3, 0.8), rng.uniform(0.85, 0.98)),
            "eps": rng.uniform(0.05, 0.5),
            "correct_bias": number != 1,
        }
        cases.append(updates([spread(rng, xp, shape) for _ in range(3)], knobs, xp, tensor=f"_{number}_"))
    return joined(*cases)


TESTS = (
    Test("two-steps", "a first step, and one without bias correction", two_steps, "public", contract=True),
    Test("varied-gradients", "21 steps with gradients of varied scale", varied_gradients, "named"),
    Test("large-eps", "odd betas and a large eps", large_eps, "named"),
    Test("without-correction", "without bias correction", without_correction, "named"),
    Test("sudden", "one gradient a thousand times larger", sudden, "named"),
    Test("resumed", "a run resumed at step 7, with averages that are not zero", resumed, "named"),
    Test("no-momentum", "without momentum it is RMSprop", no_momentum, "named", "property", check=no_momentum_law),
    Test("silent-gradients", "zero gradients, before and after others", silent_gradients, "named"),
    Test("gradient-untouched", "the gradient stays as it is", untouched, "named", "in_place"),
    Test("every-knob", "many shapes and settings", every_knob),
    *corner_tests(FUNCTION, RANGES),
)
