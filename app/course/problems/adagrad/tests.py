"""The tests of one step of AdaGrad: inputs and laws, no expected values."""

from descent.judge.case import Call, Case, Ref, Test
from descent.judge.cases.corners import Function, State, corner_tests
from descent.judge.cases.steps import draw, gradients, nothing_returned, positive, steps, untouched, varied, zeros

ENTRY = "adagrad_step"
FUNCTION = Function(
    ENTRY,
    {"sums": State(2, positive=True)},
    {"lr": 0.1, "lr_decay": 1e-3, "eps": 1e-4},
    counted="t",
    small={"eps": 0.0},
)


def worked_examples(rng, xp):
    objects = {
        "params": [xp.asarray([1.0])],
        "grads": [xp.asarray([0.5])],
        "sums": [xp.zeros(1)],
        "params2": [xp.asarray([1.0])],
        "grads2": [xp.asarray([3.0])],
        "sums2": [xp.asarray([16.0])],
    }
    args = (Ref("params"), Ref("grads"), Ref("sums"), 1)
    first = Call(ENTRY, args, {"lr": 0.1, "eps": 0.5}, observe=("params", "sums"))
    args = (Ref("params2"), Ref("grads2"), Ref("sums2"), 6)
    second = Call(ENTRY, args, {"lr": 0.5, "lr_decay": 0.2, "eps": 0.01}, observe=("params2", "sums2"))
    return Case(objects, (first, second))


def run(rng, xp, params, count, hypers, sums=None, low=-2.0, high=1.0, first=1, watch=()):
    states = {"sums": zeros(params, xp) if sums is None else sums}
    return steps(ENTRY, params, states, gradients(rng, xp, params, count, low, high), hypers, first=first, watch=watch)


def varied_gradients(rng, xp):
    return run(rng, xp, draw(rng, xp, 4), 12, {"lr": 0.1, "eps": 1e-3}, low=-2.0, high=2.0)


def large_eps(rng, xp):
    hypers = {"lr": 0.3, "lr_decay": rng.uniform(0.1, 0.9), "eps": rng.uniform(0.1, 0.5)}
    return run(rng, xp, draw(rng, xp, 3), 6, hypers)


def resumed(rng, xp):
    params = draw(rng, xp, 4)
    hypers = {"lr": 0.2, "lr_decay": 0.05, "eps": 0.02}
    return run(rng, xp, params, 3, hypers, sums=positive(rng, xp, params, 0, 1), first=9)


def aliases(rng, xp):
    weight, bias = draw(rng, xp, (2, 3), 3)
    objects = {
        "weight": weight,
        "bias": bias,
        "params": [Ref("weight"), Ref("bias")],
        "grads": varied(rng, xp, [weight, bias]),
        "seen": positive(rng, xp, [weight])[0],
        "sums": [Ref("seen"), xp.zeros(3)],
    }
    args = (Ref("params"), Ref("grads"), Ref("sums"))
    return Case(objects, tuple(Call(ENTRY, (*args, t), {"lr": 0.1, "eps": 0.05}) for t in (1, 2)))


def silent_gradients(rng, xp):
    params = draw(rng, xp, 3, 2)
    silent, loud = zeros(params, xp), varied(rng, xp, params)
    grads = [silent, [silent[0], loud[1]], silent, loud]
    return steps(ENTRY, params, {"sums": zeros(params, xp)}, grads, {"lr": 0.2, "eps": 0.01}, first=1)


def watched_gradients(rng, xp):
    return run(rng, xp, draw(rng, xp, 4, (2, 2)), 2, {"lr": 0.1}, watch=("grads",))


def two_units(rng, xp):
    """The same run twice, the gradients of the second in other units; eps is zero."""
    (start,) = draw(rng, xp, 4)
    objects, calls, unit = {}, [], rng.uniform(5, 50)
    objects |= {f"params{run}": [start] for run in (0, 1)} | {f"sums{run}": zeros([start], xp) for run in (0, 1)}
    for t in (1, 2, 3):
        (g,) = varied(rng, xp, [start], 1.0, 2.0)
        for number, grads in enumerate(([g], [g * unit])):
            objects[f"grads{number}{t}"] = grads
            args = (Ref(f"params{number}"), Ref(f"grads{number}{t}"), Ref(f"sums{number}"), t)
            calls.append(Call(ENTRY, args, {"lr": 0.1, "eps": 0.0}, observe=(f"params{number}",)))
    return Case(objects, tuple(calls))


def scale_cancels(seen, reference, case, xp):
    """Without eps the unit of the gradient cancels, and the first step has the size lr in every element."""
    (start,), lr = case.objects["params0"], case.calls[0].kwargs["lr"]
    (first,) = seen.calls[0].objects["params0"].now
    if not xp.allclose(abs(first - start), lr, rtol=1e-9, atol=1e-12):
        return "from zero sums and without eps, the first step should have the size lr in every element"
    for one, two in zip(seen.calls[::2], seen.calls[1::2], strict=True):
        if not xp.allclose(one.objects["params0"].now[0], two.objects["params1"].now[0], rtol=1e-9, atol=1e-12):
            return "gradients in another unit should give the same path while eps is zero"
    return None


def defaults(rng, xp):
    params = [p * 1e-2 for p in draw(rng, xp, 3)]
    return run(rng, xp, params, 4, {}, low=-6.0, high=-4.0)


def shapes(rng, xp):
    params = draw(rng, xp, 1, 5, (3, 2), (2, 1, 3))
    return run(rng, xp, params, 3, {"lr": 0.2, "lr_decay": 0.3, "eps": 0.05})


TESTS = (
    Test("worked-examples", "the two examples of the statement", worked_examples, "public", contract=True),
    Test("varied-gradients", "twelve steps with gradients of varied scale", varied_gradients, "named"),
    Test("large-eps", "a large eps and a falling learning rate", large_eps, "named"),
    Test("resumed", "a run resumed at step 9, with sums that are not zero", resumed, "named"),
    Test("aliases", "the caller's own names see the change", aliases, "named", "in_place"),
    Test("silent-gradients", "zero gradients, the first ones among them", silent_gradients, "named"),
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
