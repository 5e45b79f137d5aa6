"""The tests of one step of Adadelta: inputs and laws, no expected values."""

from descent.judge.case import Call, Case, Ref, Test
from descent.judge.cases.corners import Function, State, corner_tests
from descent.judge.cases.steps import draw, gradients, nothing_returned, positive, steps, untouched, varied, zeros

ENTRY = "adadelta_step"
STATES = ("v", "acc_delta")
HYPERS = {"lr": 0.4, "rho": 0.8, "eps": 0.02}
FUNCTION = Function(
    ENTRY,
    {"v": State(2, positive=True), "acc_delta": State(0, positive=True)},
    {"lr": 0.4, "rho": 0.8, "eps": 1e-8},
    small={"eps": 0.0},
)


def worked_examples(rng, xp):
    objects = {
        "params": [xp.asarray([1.0])],
        "grads": [xp.asarray([2.0])],
        "v": [xp.asarray([0.0])],
        "acc_delta": [xp.asarray([0.0])],
        "params2": [xp.asarray([1.0])],
        "grads2": [xp.asarray([-1.0])],
        "v2": [xp.asarray([4.0])],
        "acc_delta2": [xp.asarray([0.25])],
    }
    calls = []
    args = (Ref("params"), Ref("grads"), Ref("v"), Ref("acc_delta"))
    hypers = {"rho": 0.75, "eps": 0.5}
    calls.append(Call(ENTRY, args, hypers, observe=("params", "v", "acc_delta")))
    args = (Ref("params2"), Ref("grads2"), Ref("v2"), Ref("acc_delta2"))
    hypers = {"lr": 0.5, "rho": 0.5, "eps": 0.01}
    calls.append(Call(ENTRY, args, hypers, observe=("params2", "v2", "acc_delta2")))
    return Case(objects, tuple(calls))


def run(rng, xp, params, count, hypers, states=None, low=-2.0, high=1.0, watch=()):
    """A run from zero, or from the given states, with gradients between 10^low and 10^high."""
    states = states or {name: zeros(params, xp) for name in STATES}
    return steps(ENTRY, params, states, gradients(rng, xp, params, count, low, high), hypers, watch=watch)


def varied_gradients(rng, xp):
    return run(rng, xp, draw(rng, xp, 3), 12, {"lr": 0.7, "eps": 1e-2}, low=-3.0, high=2.0)


def odd_settings(rng, xp):
    hypers = {"lr": rng.uniform(0.2, 0.8), "rho": rng.uniform(0.4, 0.8), "eps": rng.uniform(0.1, 0.5)}
    return run(rng, xp, draw(rng, xp, 3), 6, hypers)


def resumed(rng, xp):
    params = draw(rng, xp, 4)
    states = {"v": positive(rng, xp, params), "acc_delta": positive(rng, xp, params)}
    return run(rng, xp, params, 3, HYPERS, states)


def aliases(rng, xp):
    weight, bias = draw(rng, xp, (2, 3), 3)
    objects = {
        "weight": weight,
        "bias": bias,
        "params": [Ref("weight"), Ref("bias")],
        "grads": varied(rng, xp, [weight, bias], -1.0, 1.0),
    }
    objects |= {name: zeros([weight, bias], xp) for name in STATES}
    args = (Ref("params"), Ref("grads"), Ref("v"), Ref("acc_delta"))
    return Case(objects, (Call(ENTRY, args, HYPERS), Call(ENTRY, args, HYPERS)))


def silent_gradients(rng, xp):
    params = draw(rng, xp, 3, 2)
    silent, loud = zeros(params, xp), varied(rng, xp, params, 0.5, 1.0)
    states = {"v": positive(rng, xp, params), "acc_delta": positive(rng, xp, params)}
    grads = [silent, [silent[0], loud[1]], silent]
    return steps(ENTRY, params, states, grads, HYPERS)


def silence_from_the_start(rng, xp):
    params = draw(rng, xp, 3)
    silent = zeros(params, xp)
    grads = [silent, silent, varied(rng, xp, params), silent]
    return steps(ENTRY, params, {name: zeros(params, xp) for name in STATES}, grads, HYPERS)


def watched_gradients(rng, xp):
    return run(rng, xp, draw(rng, xp, 4, (2, 2)), 2, HYPERS, watch=("grads",))


def watched_updates(rng, xp):
    params = draw(rng, xp, 4)
    return run(rng, xp, params, 6, {"lr": 0.5, "rho": 0.7, "eps": 0.01}, low=-1.0, high=1.0)


def movement_is_remembered(seen, reference, case, xp):
    """acc_delta averages the squares of what params moved by, without lr; and params do move."""
    hypers = case.calls[0].kwargs
    (p,), (d,) = case.objects["params"], case.objects["acc_delta"]
    for call in seen.calls:
        (now,), (after,) = call.objects["params"].now, call.objects["acc_delta"].now
        if xp.any(now == p):
            return "params should move wherever the gradient is not zero"
        moved = (now - p) / hypers["lr"]
        if not xp.allclose(after, hypers["rho"] * d + (1 - hypers["rho"]) * moved**2, rtol=1e-8, atol=1e-12):
            return "acc_delta should become rho acc_delta + (1 - rho) u^2, where params have just moved by -lr u"
        p, d = now, after
    return None


def defaults(rng, xp):
    params = [p * 1e-2 for p in draw(rng, xp, 3)]  # small, so that a step of the default size shows
    return run(rng, xp, params, 4, {}, low=-2.0, high=0.0)


def shapes(rng, xp):
    params = draw(rng, xp, 1, 5, (3, 2), (2, 1, 3))
    return run(rng, xp, params, 3, HYPERS)


TESTS = (
    Test("worked-examples", "the two examples of the statement", worked_examples, "public", contract=True),
    Test("varied-gradients", "twelve steps with gradients of varied scale", varied_gradients, "named"),
    Test("odd-settings", "every hyperparameter away from its default, a large eps", odd_settings, "named"),
    Test("resumed", "a run resumed with states that are not zero", resumed, "named"),
    Test("aliases", "the caller's own names see the change", aliases, "named", "in_place"),
    Test("silent-gradients", "zero gradients while the states are not zero", silent_gradients, "named"),
    Test("silent-start", "zero gradients from the start", silence_from_the_start, "named"),
    Test(
        "gradients-untouched",
        "the gradients stay as they are",
        watched_gradients,
        "named",
        "property",
        check=untouched,
    ),
    Test(
        "movement",
        "acc_delta remembers the movement of params",
        watched_updates,
        "named",
        "property",
        check=movement_is_remembered,
    ),
    Test("defaults", "the default hyperparameters", defaults, "named"),
    Test("returns-none", "returns None", resumed, "named", "property", check=nothing_returned, contract=True),
    Test("shapes", "tensors of many shapes", shapes),
    *corner_tests(FUNCTION, RANGES),
)
