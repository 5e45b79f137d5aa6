"""The tests of one step of AdamW: inputs and laws, no expected values."""

from descent.judge.case import Call, Case, Ref, Test
from descent.judge.cases.corners import Function, State, corner_tests
from descent.judge.cases.steps import draw, gradients, nothing_returned, positive, steps, untouched, varied, zeros

ENTRY = "adamw_step"
STATES = ("m", "v")
HYPERS = {"lr": 0.1, "beta1": 0.8, "beta2": 0.95, "eps": 0.05, "weight_decay": 0.3}
FUNCTION = Function(
    ENTRY,
    {"m": State(), "v": State(2, positive=True)},
    {"lr": 0.1, "beta1": 0.8, "beta2": 0.95, "eps": 1e-4, "weight_decay": 0.3},
    counted="t",
    small={"eps": 0.0},
)


def worked_examples(rng, xp):
    objects = {
        "params": [xp.asarray([1.0])],
        "grads": [xp.asarray([0.5])],
        "m": [xp.asarray([0.0])],
        "v": [xp.asarray([0.0])],
        "params2": [xp.asarray([-2.0])],
        "grads2": [xp.asarray([0.0])],
        "m2": [xp.asarray([0.0])],
        "v2": [xp.asarray([0.0])],
    }
    calls = []
    args = (Ref("params"), Ref("grads"), Ref("m"), Ref("v"), 1)
    hypers = {"lr": 0.1, "eps": 0.5, "weight_decay": 0.5}
    calls.append(Call(ENTRY, args, hypers, observe=("params", "m", "v")))
    args = (Ref("params2"), Ref("grads2"), Ref("m2"), Ref("v2"), 1)
    hypers = {"lr": 0.1, "weight_decay": 0.5}
    calls.append(Call(ENTRY, args, hypers, observe=("params2", "m2", "v2")))
    return Case(objects, tuple(calls))


def run(rng, xp, params, count, hypers, states=None, low=-2.0, high=1.0, first=1, watch=()):
    """A run from zero, or from the given states, with gradients between 10^low and 10^high."""
    states = states or {name: zeros(params, xp) for name in STATES}
    return steps(ENTRY, params, states, gradients(rng, xp, params, count, low, high), hypers, first=first, watch=watch)


def varied_gradients(rng, xp):
    return run(rng, xp, draw(rng, xp, 3), 12, {"lr": 0.1, "eps": 1e-3, "weight_decay": 0.1}, low=-3.0, high=2.0)


def odd_settings(rng, xp):
    hypers = {
        "lr": rng.uniform(0.05, 0.3),
        "beta1": rng.uniform(0.3, 0.8),
        "beta2": rng.uniform(0.85, 0.98),
        "eps": rng.uniform(0.1, 0.5),
        "weight_decay": rng.uniform(0.2, 0.8),
    }
    return run(rng, xp, draw(rng, xp, 3), 6, hypers)


def resumed(rng, xp):
    params = draw(rng, xp, 4)
    states = {"m": varied(rng, xp, params, -1, 0), "v": positive(rng, xp, params)}
    return run(rng, xp, params, 3, HYPERS, states, first=7)


def aliases(rng, xp):
    weight, bias = draw(rng, xp, (2, 3), 3)
    objects = {
        "weight": weight,
        "bias": bias,
        "params": [Ref("weight"), Ref("bias")],
        "grads": varied(rng, xp, [weight, bias], -1.0, 1.0),
    }
    objects |= {name: zeros([weight, bias], xp) for name in STATES}
    args = (Ref("params"), Ref("grads"), Ref("m"), Ref("v"))
    return Case(objects, tuple(Call(ENTRY, (*args, t), HYPERS) for t in (1, 2)))


def silent_gradients(rng, xp):
    params = draw(rng, xp, 3, 2)
    silent, loud = zeros(params, xp), varied(rng, xp, params, 0.5, 1.0)
    states = {"m": varied(rng, xp, params, -1, 0), "v": positive(rng, xp, params)}
    grads = [silent, [silent[0], loud[1]], silent]
    return steps(ENTRY, params, states, grads, HYPERS, first=5)


def silence_from_the_start(rng, xp):
    params = draw(rng, xp, 3)
    silent = zeros(params, xp)
    grads = [silent, silent, varied(rng, xp, params), silent]
    return steps(ENTRY, params, {name: zeros(params, xp) for name in STATES}, grads, HYPERS, first=1)


def watched_gradients(rng, xp):
    return run(rng, xp, draw(rng, xp, 4, (2, 2)), 2, HYPERS, watch=("grads",))


def decay_alone(rng, xp):
    params = draw(rng, xp, 4, (2, 2))
    silent = zeros(params, xp)
    states = {name: zeros(params, xp) for name in STATES}
    return steps(ENTRY, params, states, [silent] * 4, {"lr": 0.2, "weight_decay": rng.uniform(0.2, 0.8)}, first=1)


def one_factor(seen, reference, case, xp):
    """Without gradients every element shrinks by the factor 1 - lr weight_decay in each step."""
    hypers = case.calls[0].kwargs
    before = case.objects["params"]
    for call in seen.calls:
        now = call.objects["params"].now
        for old, new in zip(before, now, strict=True):
            if not xp.allclose(new, old * (1 - hypers["lr"] * hypers["weight_decay"]), rtol=1e-9, atol=1e-12):
                return "while all gradients are zero, params should shrink by the factor 1 - lr weight_decay per step"
        before = now
    return None


def defaults(rng, xp):
    params = [p * 1.0 for p in draw(rng, xp, 3)]  # small, so that a step of the default size shows
    return run(rng, xp, params, 4, {}, low=-4.0, high=-3.0)


def shapes(rng, xp):
    params = draw(rng, xp, 1, 5, (3, 2), (2, 1, 3))
    return run(rng, xp, params, 3, HYPERS)


TESTS = (
    Test("worked-examples", "the two examples of the statement", worked_examples, "public", contract=True),
    Test("varied-gradients", "twelve steps with gradients of varied scale", varied_gradients, "named"),
    Test("odd-settings", "every hyperparameter away from its default, a large eps", odd_settings, "named"),
    Test("resumed", "a run resumed at step 7, with states that are not zero", resumed, "named"),
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
    Test("decay-alone", "without gradients only the decay acts", decay_alone, "named", "property", check=one_factor),
    Test("defaults", "the default hyperparameters", defaults, "named"),
    Test("returns-none", "returns None", resumed, "named", "property", check=nothing_returned, contract=True),
    Test("shapes", "tensors of many shapes", shapes),
    *corner_tests(FUNCTION, RANGES),
)
