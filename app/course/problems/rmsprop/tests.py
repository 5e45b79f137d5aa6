"""The tests of one step of RMSprop: inputs and laws, no expected values."""

from descent.judge.case import Call, Case, Ref, Test
from descent.judge.cases.corners import Function, State, corner_tests
from descent.judge.cases.steps import draw, gradients, nothing_returned, positive, steps, untouched, varied, zeros

ENTRY = "rmsprop_step"
OUTPUTS = ("params", "v", "buf")
FUNCTION = Function(
    ENTRY,
    {"v": State(2, positive=True), "buf": State(0)},
    {"lr": 0.1, "alpha": 0.8, "eps": 1e-4, "momentum": 0.7},
    small={"eps": 0.0},
)


def worked_examples(rng, xp):
    objects = {
        "params": [xp.asarray([1.0])],
        "grads": [xp.asarray([2.0])],
        "v": [xp.zeros(1)],
        "buf": [xp.zeros(1)],
        "params2": [xp.asarray([1.0])],
        "grads2": [xp.asarray([-1.0])],
        "v2": [xp.asarray([4.0])],
        "buf2": [xp.asarray([2.0])],
    }
    args = (Ref("params"), Ref("grads"), Ref("v"), Ref("buf"))
    first = Call(ENTRY, args, {"lr": 0.1, "alpha": 0.75, "eps": 1.0}, observe=OUTPUTS)
    args = (Ref("params2"), Ref("grads2"), Ref("v2"), Ref("buf2"))
    hypers = {"lr": 0.1, "alpha": 0.5, "eps": 0.5, "momentum": 0.5}
    return Case(objects, (first, Call(ENTRY, args, hypers, observe=("params2", "v2", "buf2"))))


def run(rng, xp, params, count, hypers, v=None, buf=None, low=-2.0, high=1.0, watch=()):
    states = {"v": zeros(params, xp) if v is None else v, "buf": zeros(params, xp) if buf is None else buf}
    return steps(ENTRY, params, states, gradients(rng, xp, params, count, low, high), hypers, watch=watch)


def varied_gradients(rng, xp):
    return run(rng, xp, draw(rng, xp, 4), 12, {"lr": 0.1, "eps": 1e-3, "momentum": 0.9}, low=-2.0, high=2.0)


def large_eps(rng, xp):
    hypers = {"lr": 0.3, "alpha": rng.uniform(0.3, 0.9), "eps": rng.uniform(0.1, 0.5)}
    return run(rng, xp, draw(rng, xp, 3), 6, hypers)


def resumed(rng, xp):
    params = draw(rng, xp, 4)
    v, buf = positive(rng, xp, params, 0, 1), varied(rng, xp, params, -1, 1)
    return run(rng, xp, params, 3, {"lr": 0.2, "alpha": 0.8, "eps": 0.03, "momentum": 0.6}, v=v, buf=buf)


def aliases(rng, xp):
    weight, bias = draw(rng, xp, (2, 3), 3)
    objects = {
        "weight": weight,
        "bias": bias,
        "params": [Ref("weight"), Ref("bias")],
        "grads": varied(rng, xp, [weight, bias]),
        "square": positive(rng, xp, [weight])[0],
        "v": [Ref("square"), xp.zeros(3)],
        "buf": zeros([weight, bias], xp),
    }
    args = (Ref("params"), Ref("grads"), Ref("v"), Ref("buf"))
    return Case(objects, tuple(Call(ENTRY, args, {"lr": 0.1, "eps": 0.05, "momentum": mu}) for mu in (0.8, 0.6)))


def silent_gradients(rng, xp):
    params = draw(rng, xp, 3, 2)
    silent, loud = zeros(params, xp), varied(rng, xp, params)
    states = {"v": [xp.zeros(3), *positive(rng, xp, params[1:])], "buf": varied(rng, xp, params, -1, 0)}
    grads = [silent, [silent[0], loud[1]], silent]
    return steps(ENTRY, params, states, grads, {"lr": 0.2, "alpha": 0.7, "eps": 0.05, "momentum": 0.5})


def watched_gradients(rng, xp):
    return run(rng, xp, draw(rng, xp, 4, (2, 2)), 2, {"lr": 0.1}, watch=("grads",))


def two_units(rng, xp):
    """The same run twice, the gradients of the second in other units; eps is zero."""
    (start,) = draw(rng, xp, 4)
    objects, calls, unit = {}, [], rng.uniform(5, 50)
    for number in (0, 1):
        objects |= {f"params{number}": [start], f"v{number}": zeros([start], xp), f"buf{number}": zeros([start], xp)}
    for step in (0, 1, 2):
        (g,) = varied(rng, xp, [start], -2.0, -1.0)
        for number, grads in enumerate(([g], [g * unit])):
            objects[f"grads{number}{step}"] = grads
            args = (Ref(f"params{number}"), Ref(f"grads{number}{step}"), Ref(f"v{number}"), Ref(f"buf{number}"))
            hypers = {"lr": 0.1, "alpha": 0.9, "eps": 0.0, "momentum": 0.5}
            calls.append(Call(ENTRY, args, hypers, observe=(f"params{number}",)))
    return Case(objects, tuple(calls))


def scale_cancels(seen, reference, case, xp):
    """Without eps the unit of the gradient cancels; the first step is lr / sqrt(1 - alpha) in every element."""
    (start,), hypers = case.objects["params0"], case.calls[0].kwargs
    (first,) = seen.calls[0].objects["params0"].now
    if not xp.allclose((first - start) ** 2 * (1 - hypers["alpha"]), hypers["lr"] ** 2, rtol=1e-9, atol=1e-12):
        return "from zero and without eps, the first step should have the size lr / sqrt(1 - alpha) in every element"
    for one, two in zip(seen.calls[::2], seen.calls[1::2], strict=True):
        if not xp.allclose(one.objects["params0"].now[0], two.objects["params1"].now[0], rtol=1e-9, atol=1e-12):
            return "gradients in another unit should give the same path while eps is zero"
    return None


def defaults(rng, xp):
    params = [p * 1e-2 for p in draw(rng, xp, 3)]
    return run(rng, xp, params, 4, {}, low=-6.0, high=-4.0)


def shapes(rng, xp):
    params = draw(rng, xp, 1, 5, (3, 2), (2, 1, 3))
    hypers = {"lr": 0.2, "alpha": 0.85, "eps": 0.05, "momentum": rng.uniform(0.3, 0.8)}
    return run(rng, xp, params, 3, hypers)


TESTS = (
    Test("worked-examples", "the two examples of the statement", worked_examples, "public", contract=True),
    Test("varied-gradients", "twelve steps with gradients of varied scale", varied_gradients, "named"),
    Test("large-eps", "a large eps, and no momentum", large_eps, "named"),
    Test("resumed", "a run resumed with v and buf that are not zero", resumed, "named"),
    Test("aliases", "the caller's own names see the change", aliases, "named", "in_place"),
    Test("silent-gradients", "zero gradients while buf is not zero", silent_gradients, "named"),
    Test(
        "gradients-untouched",
        "the gradients stay as they are",
        watched_gradients,
        "named",
        "property",
        check=untouched,
    ),
    Test("scale-cancels", "the unit of the gradient cancels", two_units, "named", "property", check=scale_cancels),
    Test("defaults", "the default hyperparameters", defaults, "named"),
    Test("returns-none", "returns None", resumed, "named", "property", check=nothing_returned, contract=True),
    Test("shapes", "tensors of many shapes", shapes),
    *corner_tests(FUNCTION, RANGES),
)
