"""The tests of one step of MARS: inputs and laws, no expected values."""

from descent.judge.case import Call, Case, Ref, Test
from descent.judge.cases.corners import Function, State, corner_tests
from descent.judge.cases.steps import draw, gradients, nothing_returned, positive, steps, untouched, varied, zeros

ENTRY = "mars_step"
STATES = ("m", "v", "last")
USUAL = {"lr": 0.1, "beta1": 0.8, "beta2": 0.6, "gamma": 0.3, "eps": 0.05, "weight_decay": 0.3}
STEADY = 0.6
"""beta1 where the gradient does not change."""
FUNCTION = Function(
    ENTRY,
    {"m": State(), "v": State(2, positive=True), "last": State()},
    {"lr": 0.1, "beta1": 0.8, "beta2": 0.95, "gamma": 0.3, "eps": 0.0001, "weight_decay": 0.3},
    counted="t",
    small={"eps": 0.0},
)


def worked_examples(rng, xp):
    cases = [
        (([1.0], [0.5], [0.0], [0.0], [0.0]), 1, {"lr": 0.1, "beta1": 0.5, "gamma": 0.5, "eps": 0.5}),
        (
            ([2.0, 0.0], [3.0, 4.0], [0.5, 0.5], [4.0, 1.0], [1.0, 4.0]),
            3,
            {"lr": 0.1, "beta1": 0.5, "beta2": 0.5, "gamma": 0.5, "eps": 0.25, "weight_decay": 0.5},
        ),
    ]
    objects, calls = {}, []
    for number, (values, t, settings) in enumerate(cases):
        names = [f"{name}_{number}" for name in ("params", "grads", *STATES)]
        objects |= {name: [xp.asarray(value)] for name, value in zip(names, values, strict=True)}
        watched = (names[0], *names[2:])
        calls.append(Call(ENTRY, (*map(Ref, names), t), settings, observe=watched))
    return Case(objects, tuple(calls))


def run(rng, xp, params, count, hypers, states=None, low=0.5, high=1.5, first=1, watch=()):
    """A run from the start, or from the given states, with gradients so long that the corrected ones are, too."""
    states = states or begun(params, xp)
    return steps(ENTRY, params, states, gradients(rng, xp, params, count, low, high), hypers, first=first, watch=watch)


def begun(params, xp):
    return {name: zeros(params, xp) for name in STATES}


def midway(rng, params, xp):
    """States in the middle of a run."""
    return {
        "m": varied(rng, xp, params, -1, 0),
        "v": positive(rng, xp, params),
        "last": varied(rng, xp, params, 0.5, 1.0),
    }


def varied_gradients(rng, xp):
    return run(rng, xp, draw(rng, xp, 3), 12, {"lr": 0.1, "beta2": 0.9, "eps": 1e-3})


def odd_settings(rng, xp):
    hypers = {
        "lr": rng.uniform(0.05, 0.3),
        "beta1": rng.uniform(0.3, 0.8),
        "beta2": rng.uniform(0.4, 0.7),
        "gamma": rng.uniform(0.1, 0.8),
        "eps": rng.uniform(0.1, 0.5),
        "weight_decay": rng.uniform(0.1, 0.5),
    }
    return run(rng, xp, draw(rng, xp, 3), 6, hypers)


def resumed(rng, xp):
    params = draw(rng, xp, 4)
    return run(rng, xp, params, 3, USUAL, midway(rng, params, xp), first=7)


def aliases(rng, xp):
    weight, bias = draw(rng, xp, (2, 3), 3)
    params = [Ref("weight"), Ref("bias")]
    objects = {"weight": weight, "bias": bias, "params": params, "grads": varied(rng, xp, [weight, bias], 0.5, 1.0)}
    objects |= begun([weight, bias], xp)
    args = (Ref("params"), Ref("grads"), *map(Ref, STATES))
    return Case(objects, tuple(Call(ENTRY, (*args, t), USUAL) for t in (1, 2)))


def silent_gradients(rng, xp):
    params = draw(rng, xp, 3, 2)
    silent, loud = zeros(params, xp), varied(rng, xp, params, 0.5, 1.0)
    return steps(ENTRY, params, midway(rng, params, xp), [silent, [silent[0], loud[1]], silent], USUAL, first=5)


def silence_from_the_start(rng, xp):
    params = draw(rng, xp, 3)
    silent = zeros(params, xp)
    grads = [silent, silent, varied(rng, xp, params, 0.5, 1.0), silent]
    return steps(ENTRY, params, begun(params, xp), grads, USUAL, first=1)


def watched_gradients(rng, xp):
    return run(rng, xp, draw(rng, xp, 4, (2, 2)), 2, USUAL, watch=("grads",))


def bounded(rng, xp):
    """Gradients whose corrected form is longer than 1 in one tensor and shorter in the other."""
    params = draw(rng, xp, 3, (2, 2))
    grads = [
        [long, short]
        for (long, _), (_, short) in (
            (varied(rng, xp, params, 0.5, 1.5), varied(rng, xp, params, -2.0, -1.0)) for _ in range(4)
        )
    ]
    return steps(ENTRY, params, begun(params, xp), grads, USUAL, first=1)


def just_above(rng, xp):
    """First steps whose corrected gradient is a little longer than 1 in one tensor and a little shorter in the other."""
    params = draw(rng, xp, 3, (2, 2))
    longer = 1 + USUAL["gamma"] * USUAL["beta1"] / (1 - USUAL["beta1"])  # last is zero
    lengths = (rng.uniform(1.2, 1.8), rng.uniform(0.5, 0.9))
    grads = [
        length / longer * g / xp.sqrt(xp.sum(g * g))
        for length, g in zip(lengths, varied(rng, xp, params, -0.5, 0.5), strict=True)
    ]
    return steps(ENTRY, params, begun(params, xp), [grads], USUAL, first=1)


def steady(rng, xp):
    """The same gradient again and again: after the first step nothing is corrected."""
    params = draw(rng, xp, 3)
    (g,) = varied(rng, xp, params, -2.0, -1.0)
    states = {"m": zeros(params, xp), "v": zeros(params, xp), "last": [g]}
    return steps(
        ENTRY, params, states, [[g]] * 3, {"lr": 0.1, "beta1": STEADY, "gamma": rng.uniform(0.2, 0.9)}, first=1
    )


def steady_law(seen, reference, case, xp):
    """A gradient that does not change is not corrected: m is its corrected mean, and last stays as it was."""
    (g,) = case.objects["grads0"]
    for number, call in enumerate(seen.calls, 1):
        if not xp.allclose(call.objects["last"].now[0], g, rtol=1e-9, atol=0):
            return "last should hold the gradient of the step before"
        if not xp.allclose(call.objects["m"].now[0], (1 - STEADY**number) * g, rtol=1e-9, atol=0):
            return "a gradient that does not change should not be corrected"
    return None


def defaults(rng, xp):
    """No setting is given; everything is so small that steps and constants of the default size show."""
    params = [p * 1e-2 for p in draw(rng, xp, 3)]
    return run(rng, xp, params, 4, {}, low=-6.0, high=-4.0)


def shapes(rng, xp):
    return run(rng, xp, draw(rng, xp, 1, 5, (3, 2), (2, 1, 3)), 3, USUAL)


TESTS = (
    Test("worked-examples", "the two examples of the statement", worked_examples, "public", contract=True),
    Test("varied-gradients", "twelve steps with gradients of varied scale", varied_gradients, "named"),
    Test("odd-settings", "every hyperparameter away from its default", odd_settings, "named"),
    Test("resumed", "a run resumed at step 7, with states that are not zero", resumed, "named"),
    Test("aliases", "the caller's own names see the change", aliases, "named", "in_place"),
    Test("silent-gradients", "zero gradients in the middle of a run", silent_gradients, "named"),
    Test("silent-start", "zero gradients from the start", silence_from_the_start, "named"),
    Test(
        "gradients-untouched", "the gradients stay as they are", watched_gradients, "named", "property", check=untouched
    ),
    Test("bounded", "corrected gradients longer and shorter than 1", bounded, "named"),
    Test("just-above", "corrected gradients a little longer and shorter than 1", just_above, "named"),
    Test("steady", "a gradient that does not change", steady, "named", "property", check=steady_law),
    Test("defaults", "the default hyperparameters", defaults, "named"),
    Test("returns-none", "returns None", resumed, "named", "property", check=nothing_returned, contract=True),
    Test("shapes", "tensors of many shapes", shapes),
    *corner_tests(FUNCTION, RANGES),
)
