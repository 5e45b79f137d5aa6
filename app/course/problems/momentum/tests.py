"""The tests of one step of momentum: inputs and laws, no expected values."""

from descent.judge.case import Call, Case, Ref, Test
from descent.judge.cases.corners import Function, State, corner_tests
from descent.judge.cases.steps import draw, gradients, nothing_returned, steps, untouched, varied, zeros

ENTRY = "momentum_step"
FUNCTION = Function(ENTRY, {"buf": State()}, {"lr": 0.3, "momentum": 0.7}, scale=1.0)


def worked_examples(rng, xp):
    objects = {
        "params": [xp.asarray([1.0])],
        "grads": [xp.asarray([0.5])],
        "buf": [xp.zeros(1)],
        "params2": [xp.asarray([1.0])],
        "grads2": [xp.asarray([-1.0])],
        "buf2": [xp.asarray([2.0])],
    }
    first = Call(ENTRY, (Ref("params"), Ref("grads"), Ref("buf")), {"lr": 0.1}, observe=("params", "buf"))
    args = (Ref("params2"), Ref("grads2"), Ref("buf2"))
    second = Call(ENTRY, args, {"lr": 0.1, "momentum": 0.5}, observe=("params2", "buf2"))
    return Case(objects, (first, second))


def run(rng, xp, params, count, hypers, buf=None, low=-2.0, high=1.0, watch=()):
    states = {"buf": zeros(params, xp) if buf is None else buf}
    return steps(ENTRY, params, states, gradients(rng, xp, params, count, low, high), hypers, watch=watch)


def varied_gradients(rng, xp):
    return run(rng, xp, draw(rng, xp, 4), 12, {"lr": 0.1}, low=-3.0, high=2.0)


def odd_momentum(rng, xp):
    hypers = {"lr": rng.uniform(0.05, 0.5), "momentum": rng.uniform(0.2, 0.7)}
    return run(rng, xp, draw(rng, xp, 3), 6, hypers)


def resumed(rng, xp):
    params = draw(rng, xp, 4)
    return run(rng, xp, params, 3, {"lr": 0.1}, buf=varied(rng, xp, params, 0, 1))


def aliases(rng, xp):
    weight, bias = draw(rng, xp, (2, 3), 3)
    objects = {
        "weight": weight,
        "bias": bias,
        "params": [Ref("weight"), Ref("bias")],
        "grads": varied(rng, xp, [weight, bias]),
        "memory": xp.asarray(rng.normal(size=(2, 3))),
        "buf": [Ref("memory"), xp.zeros(3)],
    }
    args = (Ref("params"), Ref("grads"), Ref("buf"))
    return Case(objects, tuple(Call(ENTRY, args, {"lr": 0.1, "momentum": mu}) for mu in (0.8, 0.6)))


def silent_gradients(rng, xp):
    params = draw(rng, xp, 3, 2)
    silent, loud = zeros(params, xp), varied(rng, xp, params)
    grads = [silent, [silent[0], loud[1]], silent]
    return steps(ENTRY, params, {"buf": varied(rng, xp, params, 0, 1)}, grads, {"lr": 0.2, "momentum": 0.7})


def watched_gradients(rng, xp):
    return run(rng, xp, draw(rng, xp, 4, (2, 2)), 2, {"lr": 0.1}, watch=("grads",))


def constant_gradient(rng, xp):
    params = draw(rng, xp, 4)
    states = {"buf": zeros(params, xp)}
    return steps(ENTRY, params, states, [varied(rng, xp, params, -1, 1)] * 10, {"lr": 0.1, "momentum": 0.6})


def geometric_sum(seen, reference, case, xp):
    """While g stays the same, n steps from zero sum up to b = g (1 - mu^n) / (1 - mu)."""
    (g,), mu = case.objects["grads0"], case.calls[0].kwargs["momentum"]
    for number, call in enumerate(seen.calls):
        (b,) = call.objects["buf"].now
        if not xp.allclose(b * (1 - mu), g * (1 - mu ** (number + 1)), rtol=1e-9, atol=1e-12):
            return "after n steps with one gradient, buf should be the sum of g mu^k over k = 0 to n - 1"
    return None


def defaults(rng, xp):
    return run(rng, xp, draw(rng, xp, 3), 3, {}, low=0.0, high=2.0)


def shapes(rng, xp):
    params = draw(rng, xp, 1, 5, (3, 2), (2, 1, 3))
    return run(rng, xp, params, 3, {"lr": 0.2, "momentum": 0.8})


TESTS = (
    Test("worked-examples", "the two examples of the statement", worked_examples, "public", contract=True),
    Test("varied-gradients", "twelve steps with gradients of varied scale", varied_gradients, "named"),
    Test("odd-momentum", "another momentum and another learning rate", odd_momentum, "named"),
    Test("resumed", "a run resumed with a buffer that is not zero", resumed, "named"),
    Test("aliases", "the caller's own names see the change", aliases, "named", "in_place"),
    Test("silent-gradients", "zero gradients while the buffer is not zero", silent_gradients, "named"),
    Test(
        "gradients-untouched",
        "the gradients stay as they are",
        watched_gradients,
        "named",
        "property",
        check=untouched,
    ),
    Test(
        "constant-gradient",
        "one gradient again and again adds up",
        constant_gradient,
        "named",
        "property",
        check=geometric_sum,
    ),
    Test("defaults", "the default hyperparameters", defaults, "named"),
    Test("returns-none", "returns None", resumed, "named", "property", check=nothing_returned, contract=True),
    Test("shapes", "tensors of many shapes", shapes),
    *corner_tests(FUNCTION, RANGES),
)
