"""The tests of Signum's update function: inputs and laws, no expected values."""

from descent.judge.case import Test
from descent.judge.cases.corners import Function, State, corner_tests
from descent.judge.cases.updates import joined, spread, update_calls

# Where only a sign shows a mistake, the arrays are large, so that some entry surely has the other sign.

USUAL = {"momentum": 0.9, "correct_bias": True, "nesterov": False}
AHEAD = {"momentum": 0.7, "correct_bias": True, "nesterov": True}
FUNCTION = Function(
    "calculate_signum_update",
    {"exp_avg": State()},
    {"momentum": 0.6, "correct_bias": True, "nesterov": True},
    counted="step",
    lists=False,
    shapes=((80,), (10, 9)),
)


def varied(rng, xp, shape, low=-1.0, high=1.0):
    """Gradients whose size runs over `high - low` decades, of either sign, none near zero."""
    return spread(rng, xp, shape, low, high)


def updates(gradients, knobs, xp, start=None, first=1, tensor="", gradients_too=False):
    """A case of one call per gradient, all on one average, zero unless given; the step counts from `first`."""
    state = None if start is None else [start]
    return update_calls("calculate_signum_update", ("exp_avg",), gradients, knobs, xp, state, first, tensor, gradients_too)


def two_steps(rng, xp):
    matrix = xp.asarray([[0.1, -2.0, 0.0], [1.0, 1.0, -1.0]])
    start = xp.asarray([[0.0, 0.0, 0.0], [-1.0, 1.0, 1.0]])
    return joined(
        updates([xp.asarray([0.1, -2.0, 0.0])], USUAL, xp),
        updates([matrix], {**USUAL, "use_shape_scaling": True}, xp, start, 5, "_matrix"),
    )


def varied_gradients(rng, xp):
    return updates([varied(rng, xp, 200, -3, 2) for _ in range(21)], USUAL, xp)


def other_momentum(rng, xp):
    return joined(
        updates([varied(rng, xp, 400) for _ in range(4)], {**USUAL, "momentum": 0.4}, xp),
        updates([varied(rng, xp, 20) for _ in range(2)], {**USUAL, "momentum": 0.0}, xp, tensor="_none"),
    )


def nesterov(rng, xp):
    return updates([varied(rng, xp, 600) for _ in range(8)], AHEAD, xp)


def nesterov_plain(rng, xp):
    return updates([varied(rng, xp, 600) for _ in range(5)], {**AHEAD, "correct_bias": False}, xp)


def undecided(rng, xp):
    """At step 2, a second gradient so large that the corrected and the plain Nesterov form disagree about the sign.

    With g = (1, -x) the plain form changes its sign at x = mu^2 / (1 + mu), the corrected one at a smaller x.
    """
    mu, knobs = 0.9, {**AHEAD, "momentum": 0.9}
    first = varied(rng, xp, 6, 0, 1)
    c, c_next = 1 - mu**2, 1 - mu**3
    plain, corrected = mu * mu / (mu + 1), mu * mu / c_next / (mu / c_next + 1 / c)
    between = plain + (corrected - plain) * rng.uniform(0.3, 0.7, size=6)
    gradients = [first, -first * between]
    return joined(
        updates(gradients, knobs, xp),
        updates(gradients, {**knobs, "correct_bias": False}, xp, tensor="_plain"),
        undecided_late(rng, xp),
    )


def undecided_late(rng, xp):
    """At step 1 000 000, a gradient whose sign is another one if the correction stops at step 10 000 or before."""
    mu, steps = 0.9999, (10_000, 1_000_000)
    turns = []
    for step in steps:
        c, c_next = 1 - mu**step, 1 - mu ** (step + 1)
        turns.append(mu * mu / c_next / ((1 - mu) * (1 / c + mu / c_next)))
    between = turns[0] + (turns[1] - turns[0]) * rng.uniform(0.3, 0.7, size=6)
    start = varied(rng, xp, 6, 0, 1)
    return updates([-start * between], {**AHEAD, "momentum": mu}, xp, start, steps[1], "_late")


def resumed(rng, xp):
    start = varied(rng, xp, (30, 40))
    return updates([varied(rng, xp, (30, 40)) for _ in range(3)], {**AHEAD, "momentum": 0.8}, xp, start, 7)


def correction_law(seen, reference, case, xp):
    """Without Nesterov the bias correction cannot turn a sign: the updates with it and without it are equal."""
    half = len(seen.calls) // 2
    for call, other in zip(seen.calls[:half], seen.calls[half:], strict=True):
        if not xp.array_equal(call.returned, other.returned):
            return "without Nesterov, correct_bias should make no difference to the update"
        if not xp.array_equal(abs(call.returned), xp.ones_like(call.returned)):
            return "where nothing is zero, every entry of the update should be 1 or -1"
        if not xp.array_equal(call.objects["exp_avg"].now, other.objects["exp_avg_plain"].now):
            return "correct_bias should make no difference to what is kept in exp_avg"
    return None


def correction(rng, xp):
    gradients = [varied(rng, xp, 8) for _ in range(4)]
    return joined(
        updates(gradients, USUAL, xp), updates(gradients, {**USUAL, "correct_bias": False}, xp, tensor="_plain")
    )


def silent_gradients(rng, xp):
    return joined(
        updates([xp.zeros(3)] * 2, USUAL, xp),
        updates([xp.zeros(3)] * 2, USUAL, xp, varied(rng, xp, 3), 5, "_moving"),
        updates([xp.zeros(3)] * 2, AHEAD, xp, tensor="_ahead"),
    )


def shape_scaling(rng, xp):
    shapes, knobs = ((20, 30), (1, 400), (500, 1)), {**AHEAD, "use_shape_scaling": True}
    return joined(
        *(
            updates([varied(rng, xp, shape) for _ in range(2)], knobs, xp, tensor=f"_{number}_")
            for number, shape in enumerate(shapes)
        )
    )


def untouched(rng, xp):
    return updates([varied(rng, xp, 4)], AHEAD, xp, gradients_too=True)


def every_knob(rng, xp):
    cases = []
    for number, shape in enumerate((1, (30, 20), (40, 30), (2, 1, 3))):
        knobs = {"momentum": rng.uniform(0.3, 0.95), "correct_bias": number != 1, "nesterov": number % 2 == 1}
        cases.append(updates([varied(rng, xp, shape) for _ in range(3)], knobs, xp, tensor=f"_{number}_"))
    return joined(*cases)


TESTS = (
    Test("two-steps", "two single steps", two_steps, "public", contract=True),
    Test("varied-gradients", "21 steps with gradients of varied scale", varied_gradients, "named"),
    Test("other-momentum", "other momenta, none at all among them", other_momentum, "named"),
    Test("nesterov", "the Nesterov form over eight steps", nesterov, "named"),
    Test("nesterov-plain", "the Nesterov form without bias correction", nesterov_plain, "named"),
    Test("undecided", "a sign that the bias correction turns", undecided, "named"),
    Test("resumed", "a run resumed at step 7, with an average that is not zero", resumed, "named"),
    Test("correction", "a correction cannot turn a plain sign", correction, "named", "property", check=correction_law),
    Test("silent-gradients", "zero gradients, before and after others", silent_gradients, "named"),
    Test("shape-scaling", "matrices of several shapes, scaled", shape_scaling, "named"),
    Test("gradient-untouched", "the gradient stays as it is", untouched, "named", "in_place"),
    Test("every-knob", "many shapes and settings", every_knob),
    *corner_tests(FUNCTION, RANGES),
)
