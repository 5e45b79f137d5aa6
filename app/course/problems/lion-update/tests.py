"""The tests of Lion's update function: inputs and laws, no expected values."""

from descent.judge.case import Test
from descent.judge.cases.corners import Function, State, corner_tests
from descent.judge.cases.updates import joined, spread, update_calls

# Where only a sign shows a mistake, the arrays are large, so that some entry surely has the other sign.

USUAL = (0.9, 0.99)
SLOW = (0.6, 0.95)
FUNCTION = Function(
    "calculate_lion_update", {"exp_avg": State()}, {"betas": (0.6, 0.9)}, lists=False, shapes=((80,), (10, 9))
)


def updates(gradients, betas, xp, start=None, tensor="", gradients_too=False):
    """A case of one call per gradient, all on one average, zero unless given; Lion counts no steps."""
    state = None if start is None else [start]
    knobs = {"betas": betas}
    return update_calls(
        "calculate_lion_update", ("exp_avg",), gradients, knobs, xp, state, None, tensor, gradients_too
    )


def two_steps(rng, xp):
    return joined(
        updates([xp.asarray([0.1, -2.0, 0.0])], USUAL, xp),
        updates([xp.asarray([-1.0, -5.0])], USUAL, xp, xp.asarray([0.5, 0.5]), "_moving"),
    )


def varied_gradients(rng, xp):
    return updates([spread(rng, xp, 300) for _ in range(21)], USUAL, xp)


def other_betas(rng, xp):
    return updates([spread(rng, xp, 400) for _ in range(6)], SLOW, xp)


def resumed(rng, xp):
    start = spread(rng, xp, (20, 30))
    return updates([spread(rng, xp, (20, 30)) for _ in range(3)], (0.7, 0.9), xp, start)


def silent_gradients(rng, xp):
    silent = [xp.zeros(3)] * 3
    return joined(
        updates(silent, USUAL, xp),
        updates(silent, SLOW, xp, spread(rng, xp, 3, -1, 0), "_moving"),
    )


def tiny_gradients(rng, xp):
    return updates([spread(rng, xp, 500, -12, -9) for _ in range(5)], USUAL, xp)


def scale_free(rng, xp):
    gradients = [spread(rng, xp, 10) for _ in range(5)]
    return joined(
        updates(gradients, SLOW, xp),
        updates([2.0**20 * gradient for gradient in gradients], SLOW, xp, tensor="_large"),
    )


def scale_free_law(seen, reference, case, xp):
    """Lion does not see the size of gradients: multiplied by any power of two they give the same updates."""
    half = len(seen.calls) // 2
    for call, other in zip(seen.calls[:half], seen.calls[half:], strict=True):
        if not xp.array_equal(call.returned, other.returned):
            return "gradients multiplied by a positive number should give the same updates"
        if not xp.array_equal(abs(call.returned), xp.ones_like(call.returned)):
            return "where nothing is zero, every entry of the update should be 1 or -1"
    return None


def untouched(rng, xp):
    return updates([spread(rng, xp, 4)], USUAL, xp, gradients_too=True)


def shapes(rng, xp):
    cases = []
    for number, shape in enumerate((1, (40, 30), (2, 1, 3))):
        betas = (rng.uniform(0.3, 0.8), rng.uniform(0.85, 0.98))
        start = spread(rng, xp, shape, -1, 0)
        cases.append(updates([spread(rng, xp, shape) for _ in range(3)], betas, xp, start, f"_{number}_"))
    return joined(*cases)


TESTS = (
    Test("two-steps", "two single steps", two_steps, "public", contract=True),
    Test("varied-gradients", "21 steps with gradients of varied scale", varied_gradients, "named"),
    Test("other-betas", "other betas", other_betas, "named"),
    Test("resumed", "a run resumed with an average that is not zero", resumed, "named"),
    Test("silent-gradients", "zero gradients, before and after others", silent_gradients, "named"),
    Test("tiny-gradients", "gradients around 1e-10 are no zeros", tiny_gradients, "named"),
    Test(
        "scale-free", "the size of the gradients does not matter", scale_free, "named", "property", check=scale_free_law
    ),
    Test("gradient-untouched", "the gradient stays as it is", untouched, "named", "in_place"),
    Test("shapes", "many shapes and betas", shapes),
    *corner_tests(FUNCTION, RANGES),
)
