"""The tests of one step: inputs and laws, no expected values."""

from descent.judge.case import Call, Case, Ref, Test
from descent.judge.cases.corners import Function, State, corner_tests
from descent.judge.cases.steps import draw, gradients, nothing_returned, steps, untouched, varied, zeros

ENTRY_NAME = "ENTRY"
FUNCTION = Function(ENTRY_NAME, {"m": State()}, {"lr": 0.3, "beta": 0.7}, scale=1.0)


def worked_examples(rng, xp):
    objects = {
        "params": [xp.asarray([1.0])],
        "grads": [xp.asarray([2.0])],
        "m": [xp.zeros(1)],
        "params2": [xp.asarray([1.0])],
        "grads2": [xp.asarray([-1.0])],
        "m2": [xp.asarray([4.0])],
    }
    first = Call(ENTRY_NAME, (Ref("params"), Ref("grads"), Ref("m")), {"lr": 0.5, "beta": 0.75}, observe=("params", "m"))
    args = (Ref("params2"), Ref("grads2"), Ref("m2"))
    return Case(objects, (first, Call(ENTRY_NAME, args, {"lr": 0.1, "beta": 0.5}, observe=("params2", "m2"))))


def run(rng, xp, params, count, hypers, m=None, low=-2.0, high=1.0, watch=()):
    states = {"m": zeros(params, xp) if m is None else m}
    return steps(ENTRY_NAME, params, states, gradients(rng, xp, params, count, low, high), hypers, watch=watch)


def varied_gradients(rng, xp):
    return run(rng, xp, draw(rng, xp, 4), 12, {"lr": 0.1, "beta": rng.uniform(0.3, 0.8)})


def resumed(rng, xp):
    params = draw(rng, xp, 4)
    return run(rng, xp, params, 3, {"lr": 0.2, "beta": 0.6}, m=varied(rng, xp, params, -1, 1))


def aliases(rng, xp):
    weight, bias = draw(rng, xp, (2, 3), 3)
    objects = {
        "weight": weight,
        "bias": bias,
        "params": [Ref("weight"), Ref("bias")],
        "grads": varied(rng, xp, [weight, bias]),
        "average": varied(rng, xp, [weight])[0],
        "m": [Ref("average"), xp.zeros(3)],
    }
    args = (Ref("params"), Ref("grads"), Ref("m"))
    return Case(objects, tuple(Call(ENTRY_NAME, args, {"lr": 0.1, "beta": beta}) for beta in (0.8, 0.6)))


def silent_gradients(rng, xp):
    params = draw(rng, xp, 3, 2)
    silent, loud = zeros(params, xp), varied(rng, xp, params)
    states = {"m": varied(rng, xp, params, -1, 0)}
    return steps(ENTRY_NAME, params, states, [silent, [silent[0], loud[1]], silent], {"lr": 0.2, "beta": 0.7})


def watched_gradients(rng, xp):
    return run(rng, xp, draw(rng, xp, 4, (2, 2)), 2, {"lr": 0.1}, watch=("grads",))


def defaults(rng, xp):
    return run(rng, xp, draw(rng, xp, 3), 4, {})


def shapes(rng, xp):
    return run(rng, xp, draw(rng, xp, 1, 5, (3, 2), (2, 1, 3)), 3, {"lr": 0.2, "beta": rng.uniform(0.3, 0.8)})


TESTS = (
    Test("worked-examples", "the two examples of the statement", worked_examples, "public", contract=True),
    Test("varied-gradients", "twelve steps with gradients of varied scale", varied_gradients, "named"),
    Test("resumed", "a run resumed with m that is not zero", resumed, "named"),
    Test("aliases", "the caller's own names see the change", aliases, "named", "in_place"),
    Test("silent-gradients", "zero gradients while m is not zero", silent_gradients, "named"),
    Test(
        "gradients-untouched",
        "the gradients stay as they are",
        watched_gradients,
        "named",
        "property",
        check=untouched,
    ),
    Test("defaults", "the default hyperparameters", defaults, "named"),
    Test("returns-none", "returns None", resumed, "named", "property", check=nothing_returned, contract=True),
    Test("shapes", "tensors of many shapes", shapes),
    *corner_tests(FUNCTION, RANGES),
)
