"""The tests of the repaired Adam: inputs and laws, no expected values. The broken code passes none of them."""

from descent.judge.case import Call, Case, Ref, Test
from descent.judge.cases.corners import Function, State, corner_tests
from descent.judge.cases.updates import spread

OUTPUTS = ("params", "m", "v")
FUNCTION = Function(
    "adam_step",
    {"m": State(), "v": State(2, positive=True)},
    {"lr": 0.1, "beta1": 0.8, "beta2": 0.95, "eps": 1e-4},
    counted="t",
    small={"eps": 0.0},
)


def steps(shapes, number, hypers, rng, xp, first=1, silent=()):
    """A case of `number` steps; the moments are zero if it begins at the first one. `silent` steps have no gradient."""
    started = first > 1
    objects = {
        "params": [xp.asarray(rng.normal(size=shape)) for shape in shapes],
        "m": [spread(rng, xp, shape, -1, 0) if started else xp.zeros(shape) for shape in shapes],
        "v": [xp.asarray(xp.abs(spread(rng, xp, shape, -1, 0))) if started else xp.zeros(shape) for shape in shapes],
    }
    calls = []
    for step in range(number):
        own = f"grads{step}"
        objects[own] = [xp.zeros(shape) if step in silent else spread(rng, xp, shape) for shape in shapes]
        arguments = (Ref("params"), Ref(own), Ref("m"), Ref("v"), first + step)
        calls.append(Call("adam_step", arguments, hypers, observe=(*OUTPUTS, own)))
    return Case(objects, tuple(calls))


def example(rng, xp):
    values = {"params": 1.0, "grads": 0.4, "m": 0.2, "v": 0.05}
    objects = {name: [xp.asarray([value])] for name, value in values.items()}
    return Case(objects, (Call("adam_step", (*map(Ref, objects), 3), {"lr": 0.1}, observe=OUTPUTS),))


def two_calls(rng, xp):
    return steps([3], 2, {"lr": 0.1, "eps": 0.05}, rng, xp)


def many_calls(rng, xp):
    return steps([3, (2, 2)], 12, {"lr": 0.1, "beta1": 0.8, "beta2": 0.95, "eps": 0.02}, rng, xp)


def large_eps(rng, xp):
    return steps([4], 3, {"lr": 0.3, "eps": rng.uniform(0.2, 0.6)}, rng, xp)


def in_place(rng, xp):
    return steps([3, (2, 2)], 2, {"lr": 0.1, "eps": 0.1}, rng, xp)


def silent(rng, xp):
    return steps([3], 4, {"lr": 0.1, "eps": 0.1}, rng, xp, silent=(0, 3))


def resumed(rng, xp):
    """Moments of a run whose gradients have grown: the step of an entry may be longer than lr."""
    case = steps([3, 1], 3, {"lr": 0.1, "eps": 0.05}, rng, xp, first=700)
    case.objects["v"][:] = [0.01 * v for v in case.objects["v"]]
    return case


def resumed_law(seen, reference, case, xp):
    """With moments that were kept, each average moves towards its gradient by 1 - beta of the distance."""
    before = case.objects
    for number, call in enumerate(seen.calls):
        for name, power in (("m", 1), ("v", 2)):
            expected = reference.calls[number].objects[name].now
            for old, new, wanted in zip(before[name], call.objects[name].now, expected, strict=True):
                if xp.array_equal(old, new):
                    return f"{name} is after the call what it was before"
                if not xp.allclose(new, wanted, rtol=1e-9, atol=1e-12):
                    return f"{name} is not the average of what it was and the gradient to the power {power}"
        before = {name: call.objects[name].now for name in before if name in call.objects}
    return None


def defaults(rng, xp):
    """No setting is given; gradients are so small that the default eps shows, and parameters too, so that lr does."""
    case = steps([3], 3, {}, rng, xp, first=30)
    scales = {"params": 1e-3, "v": 1e-8}
    return Case({name: [scales.get(name, 1e-4) * x for x in arrays] for name, arrays in case.objects.items()}, case.calls)


def every_hyperparameter(rng, xp):
    hypers = {
        "lr": rng.uniform(0.02, 0.5),
        "beta1": rng.uniform(0.3, 0.7),
        "beta2": rng.uniform(0.8, 0.95),
        "eps": rng.uniform(0.1, 0.5),
    }
    return steps([(2, 3), 2, 1], 4, hypers, rng, xp, first=2)


TESTS = (
    Test("example", "the worked example", example, "public", contract=True),
    Test("two-calls", "two calls, the second with what the first has left", two_calls, "named"),
    Test("many-calls", "twelve calls on two tensors", many_calls, "named"),
    Test("large-eps", "a large eps", large_eps, "named"),
    Test("in-place", "params, m and v change in place, grads do not", in_place, "named", "in_place"),
    Test("averages", "m and v after each call", resumed, "named", "property", check=resumed_law),
    Test("silent", "zero gradients at the start and at the end", silent, "named"),
    Test("defaults", "the default hyperparameters, at a late step", defaults, "named"),
    Test("resumed", "a run resumed at step 700", resumed),
    Test("every-hyperparameter", "every hyperparameter away from its default", every_hyperparameter),
    *corner_tests(FUNCTION, RANGES),
)
