"""The tests of MAdam's update function: inputs and laws, no expected values."""

from functools import partial

from descent.judge.case import Test
from descent.judge.cases.corners import Function, State, corner_tests
from descent.judge.cases.updates import joined, spread, update_calls

STATE = ("exp_avg", "exp_avg_sq_scaled")
updates = partial(update_calls, "calculate_madam_update", STATE)
USUAL = {"betas": (0.9, 0.999), "correct_bias": True, "scale_log2": 16}
ODD = {"betas": (0.37, 0.61), "correct_bias": True, "scale_log2": 6}
SINGLE = "float32 has seven digits, and a correct style may lose one of them; the state is as small as 1e-30"
FUNCTION = Function(
    "calculate_madam_update",
    {"exp_avg": State(), "exp_avg_sq_scaled": State(2, positive=True)},
    {"betas": (0.8, 0.95), "correct_bias": True, "scale_log2": 16},
    counted="step",
    lists=False,
    limits=((0, 3), (0,), (1,), (3, 1, 2)),
)


def varied(rng, xp, shape, low=-5.0, high=-2.0):
    """Gradients whose size runs over `high - low` decades, of either sign, none near zero."""
    return spread(rng, xp, shape, low, high)


def tiny(rng, xp, size):
    """float32 gradients whose squares float32 cannot hold, of one sign, so that no average cancels."""
    return xp.asarray(10.0 ** rng.uniform(-25, -23, size=size), dtype=xp.float32)


def two_steps(rng, xp):
    state = [xp.asarray([1e-150, 2e-150]), xp.asarray([1e-180, 4e-180])]
    knobs = {"betas": (0.9, 0.75), "correct_bias": False, "scale_log2": 400}
    return joined(
        updates([xp.asarray([0.1, -2.0, 0.0])], USUAL, xp),
        updates([xp.asarray([3e-150, 0.0])], knobs, xp, state, 2, "_tiny"),
    )


def varied_gradients(rng, xp):
    return updates([varied(rng, xp, 3, -6, -2) for _ in range(21)], USUAL, xp)


def odd_betas(rng, xp):
    return updates([varied(rng, xp, 3) for _ in range(8)], ODD, xp)


def without_correction(rng, xp):
    return updates([varied(rng, xp, 3) for _ in range(4)], {**ODD, "correct_bias": False}, xp)


def resumed(rng, xp):
    state = [varied(rng, xp, (2, 3), -4, -3), 2.0**16 * abs(varied(rng, xp, (2, 3), -8, -6))]
    return updates([varied(rng, xp, (2, 3)) for _ in range(3)], USUAL, xp, state, first=7)


def negative_scale(rng, xp):
    return joined(
        updates([varied(rng, xp, 4) for _ in range(3)], {**ODD, "scale_log2": -8}, xp),
        updates([varied(rng, xp, 4) for _ in range(3)], {**ODD, "scale_log2": 0}, xp, tensor="_none"),
    )


def single_tiny(rng, xp):
    return updates([tiny(rng, xp, 4) for _ in range(4)], {**USUAL, "scale_log2": 60}, xp)


def single_ordinary(rng, xp):
    gradients = [abs(varied(rng, xp, (2, 2), -1, 1)).astype(xp.float32) for _ in range(4)]
    return updates(gradients, {**ODD, "scale_log2": 16}, xp)


def every_size(rng, xp):
    gradients = [varied(rng, xp, 6) for _ in range(4)]
    small = [2.0**-300 * gradient for gradient in gradients]
    return joined(updates(gradients, ODD, xp), updates(small, {**ODD, "scale_log2": 600}, xp, tensor="_small"))


def every_size_law(seen, reference, case, xp):
    """Without eps the size of gradients does not matter: a power of two taken out of them leaves the updates equal."""
    half = len(seen.calls) // 2
    for call, other in zip(seen.calls[:half], seen.calls[half:], strict=True):
        if not xp.allclose(call.returned, other.returned, rtol=1e-9, atol=0):
            return "gradients that are 300 powers of two smaller should give the same updates"
        if not xp.all(call.returned):
            return "where gradients are not zero, the update should not be zero"
    return None


def silent_gradients(rng, xp):
    moving = [varied(rng, xp, 3, -4, -3), 2.0**16 * abs(varied(rng, xp, 3, -8, -6))]
    return joined(
        updates([xp.zeros(2)] * 2, USUAL, xp),
        updates([xp.zeros(3)] * 2, USUAL, xp, moving, 5, "_moving"),
    )


def refused(scale):
    def make(rng, xp):
        fine = updates([varied(rng, xp, 2)], USUAL, xp)
        return joined(fine, updates([varied(rng, xp, 2)], {**USUAL, "scale_log2": scale}, xp, tensor="_odd"))

    return make


def untouched(rng, xp):
    return updates([varied(rng, xp, 4) for _ in range(2)], USUAL, xp, gradients_too=True)


def every_knob(rng, xp):
    cases = []
    for number, shape in enumerate((1, 5, (3, 2), (2, 1, 3))):
        knobs = {
            "betas": (rng.uniform(0.3, 0.8), rng.uniform(0.85, 0.98)),
            "correct_bias": number != 1,
            "scale_log2": 2 * int(rng.integers(3, 20)),
        }
        cases.append(updates([varied(rng, xp, shape) for _ in range(3)], knobs, xp, tensor=f"_{number}_"))
    return joined(*cases)


TESTS = (
    Test("two-steps", "a first step, and one with gradients near 1e-150", two_steps, "public", contract=True),
    Test("varied-gradients", "21 steps with gradients of varied scale", varied_gradients, "named"),
    Test("odd-betas", "odd betas, another scale", odd_betas, "named"),
    Test("without-correction", "without bias correction", without_correction, "named"),
    Test("resumed", "a run resumed at step 7, with averages that are not zero", resumed, "named"),
    Test("negative-scale", "a scale below one, and none", negative_scale, "named"),
    Test(
        "single-tiny",
        "float32 gradients whose squares are zero in float32",
        single_tiny,
        "named",
        rtol=2e-5,
        atol=1e-40,
        reason=SINGLE,
    ),
    Test(
        "single-ordinary",
        "float32 gradients of ordinary size",
        single_ordinary,
        "named",
        rtol=2e-5,
        atol=1e-40,
        reason=SINGLE,
    ),
    Test("every-size", "the size of gradients does not matter", every_size, "named", "property", check=every_size_law),
    Test("silent-gradients", "zero gradients, before and after others", silent_gradients, "named"),
    Test("odd-scale", "an odd scale_log2 is refused", refused(15), "named", "raises"),
    Test("negative-odd-scale", "a negative odd scale_log2 is refused", refused(-3), "named", "raises"),
    Test("fractional-scale", "a fractional scale_log2 is refused", refused(16.5), "named", "raises"),
    Test("gradient-untouched", "the gradient stays as it is", untouched, "named", "in_place"),
    Test("every-knob", "many shapes and settings", every_knob),
    *corner_tests(FUNCTION, RANGES),
)
