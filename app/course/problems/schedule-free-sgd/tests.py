"""The tests of one step of schedule-free SGD: inputs and laws, no expected values."""

from descent.judge.case import Call, Case, Ref, Test
from descent.judge.cases.corners import Function, State, corner_tests
from descent.judge.cases.steps import draw, gradients, nothing_returned, steps, untouched, varied, zeros

ENTRY = "schedule_free_sgd_step"
STATES = ("z",)
USUAL = {"lr": 0.1, "beta1": 0.8, "weight_decay": 0.3, "warmup": 5}
FUNCTION = Function(
    ENTRY,
    {"z": State(0)},
    {"lr": 0.1, "beta1": 0.8, "weight_decay": 0.3, "warmup": 5},
    counted="t",
    scale=0.1,
    late={"warmup": 15_000},
)


def worked_examples(rng, xp):
    cases = [
        (([1.0], [0.5], [1.0]), 1, {"lr": 0.1, "warmup": 2}),
        (([1.0], [-1.0], [2.0]), 3, {"lr": 0.1, "weight_decay": 0.5, "warmup": 2}),
    ]
    objects, calls = {}, []
    for number, (values, t, settings) in enumerate(cases):
        names = [f"{name}_{number}" for name in ("params", "grads", *STATES)]
        objects |= {name: [xp.asarray(value)] for name, value in zip(names, values, strict=True)}
        watched = (names[0], *names[2:])
        calls.append(Call(ENTRY, (*map(Ref, names), t), settings, observe=watched))
    return Case(objects, tuple(calls))


def run(rng, xp, params, count, hypers, states=None, low=-2.0, high=1.0, first=1, watch=()):
    """A run from the start, or from the given states, with gradients between 10^low and 10^high."""
    states = states or begun(params, xp)
    return steps(ENTRY, params, states, gradients(rng, xp, params, count, low, high), hypers, first=first, watch=watch)


def begun(params, xp):
    return {"z": [xp.asarray(p) for p in params]}


def midway(rng, params, xp):
    """z in the middle of a run, away from params."""
    return {"z": [p + step for p, step in zip(params, varied(rng, xp, params, -0.5, 0.0), strict=True)]}


def varied_gradients(rng, xp):
    return run(rng, xp, draw(rng, xp, 3), 12, {"lr": 0.1}, low=-3.0, high=2.0)


def odd_settings(rng, xp):
    hypers = {
        "lr": rng.uniform(0.05, 0.3),
        "beta1": rng.uniform(0.3, 0.8),
        "weight_decay": rng.uniform(0.1, 0.5),
        "warmup": int(rng.integers(2, 5)),
    }
    return run(rng, xp, draw(rng, xp, 3), 6, hypers)


def resumed(rng, xp):
    params = draw(rng, xp, 4)
    return run(rng, xp, params, 3, USUAL, midway(rng, params, xp), first=7)


def aliases(rng, xp):
    weight, bias = draw(rng, xp, (2, 3), 3)
    params = [Ref("weight"), Ref("bias")]
    objects = {"weight": weight, "bias": bias, "params": params, "grads": varied(rng, xp, [weight, bias], -1.0, 1.0)}
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
    grads = [silent, silent, varied(rng, xp, params), silent]
    return steps(ENTRY, params, begun(params, xp), grads, USUAL, first=1)


def watched_gradients(rng, xp):
    return run(rng, xp, draw(rng, xp, 4, (2, 2)), 2, USUAL, watch=("grads",))


def through_the_warm_up(rng, xp):
    return run(rng, xp, draw(rng, xp, 3), 8, {"lr": 0.2, "warmup": 5})


def in_the_warm_up(rng, xp):
    params = draw(rng, xp, 3)
    return run(rng, xp, params, 3, {**USUAL, "warmup": 40}, midway(rng, params, xp), first=11)


def defaults(rng, xp):
    """No setting is given; everything is so small that steps and constants of the default size show."""
    return run(rng, xp, draw(rng, xp, 3), 4, {})


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
    Test("through-the-warm-up", "eight steps, five of them in the warm-up", through_the_warm_up, "named"),
    Test("in-the-warm-up", "a run resumed in a long warm-up", in_the_warm_up, "named"),
    Test("defaults", "the default hyperparameters", defaults, "named"),
    Test("returns-none", "returns None", resumed, "named", "property", check=nothing_returned, contract=True),
    Test("shapes", "tensors of many shapes", shapes),
    *corner_tests(FUNCTION, RANGES),
)
