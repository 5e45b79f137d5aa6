"""The tests of schedule-free AdamW: inputs and laws, no expected values."""

from descent.judge.case import Call, Case, Ref, Test, View
from descent.judge.cases.corners import Function, State, corner_tests
from descent.judge.cases.updates import spread

OUTPUTS = ("params", "z", "v")
FUNCTION = Function(
    "schedule_free_step",
    {"z": State(0), "v": State(2, positive=True)},
    {"lr": 0.1, "beta1": 0.8, "beta2": 0.95, "eps": 1e-4, "weight_decay": 0.3},
    counted="t",
    small={"eps": 0.0},
)


def steps(shapes, number, hypers, rng, xp, first=1, silent=()):
    """A case of `number` steps, then the averages; z begins at params if the run begins at the first step."""
    params = [xp.asarray(rng.normal(size=shape)) for shape in shapes]
    started = first > 1
    objects = {
        "params": params,
        "z": [xp.asarray(p + rng.choice([-1.0, 1.0]) * rng.uniform(0.5, 1.0)) if started else p for p in params],
        "v": [xp.asarray(rng.uniform(0.5, 2.0, size=shape)) if started else xp.zeros(shape) for shape in shapes],
    }
    calls = []
    for step in range(number):
        own = f"grads{step}"
        objects[own] = [xp.zeros(shape) if step in silent else spread(rng, xp, shape) for shape in shapes]
        arguments = (Ref("params"), Ref(own), Ref("z"), Ref("v"), first + step)
        calls.append(Call("schedule_free_step", arguments, hypers, observe=(*OUTPUTS, own)))
    mixing = {name: value for name, value in hypers.items() if name == "beta1"}
    calls.append(Call("averages", (Ref("params"), Ref("z")), mixing, observe=OUTPUTS))
    return Case(objects, tuple(calls))


def example(rng, xp):
    values = {"params": 1.0, "grads": 0.5, "z": 2.0, "v": 0.04}
    objects = {name: [xp.asarray([value])] for name, value in values.items()}
    step = Call("schedule_free_step", (*map(Ref, objects), 4), {"lr": 0.1}, observe=OUTPUTS)
    return Case(objects, (step, Call("averages", (Ref("params"), Ref("z")), observe=OUTPUTS)))


def from_the_start(rng, xp):
    return steps([3], 8, {"lr": 0.1, "eps": 0.02}, rng, xp)


def resumed(rng, xp):
    return steps([4], 3, {"lr": 0.1, "eps": 0.05, "weight_decay": 0.2}, rng, xp, first=6)


def several_tensors(rng, xp):
    return steps([3, (2, 2), 1, (2, 1, 3)], 3, {"lr": 0.05, "eps": 0.03}, rng, xp)


def large_eps(rng, xp):
    return steps([3], 4, {"lr": 0.2, "eps": rng.uniform(0.2, 0.6)}, rng, xp)


def defaults(rng, xp):
    """No setting is given; gradients are so small that the default eps shows, and parameters too, so that lr does."""
    case = steps([3], 3, {}, rng, xp, first=30)
    scales = {"params": 1e-3, "z": 1e-3, "v": 1e-8}
    return Case({name: [scales.get(name, 1e-4) * x for x in arrays] for name, arrays in case.objects.items()}, case.calls)


def every_hyperparameter(rng, xp):
    hypers = {
        "lr": rng.uniform(0.05, 0.3),
        "beta1": rng.uniform(0.5, 0.8),
        "beta2": rng.uniform(0.8, 0.95),
        "eps": rng.uniform(0.1, 0.5),
        "weight_decay": rng.uniform(0.1, 0.5),
    }
    return steps([3, (2, 2)], 4, hypers, rng, xp, first=3)


def silent(rng, xp):
    return steps([3], 4, {"lr": 0.1, "eps": 0.1}, rng, xp, first=4, silent=(0, 1, 3))


def in_place(rng, xp):
    return steps([3, (2, 2)], 2, {"lr": 0.1, "eps": 0.1}, rng, xp, first=2)


def plain_average(rng, xp):
    return steps([4], 6, {"lr": 0.1, "beta1": rng.uniform(0.5, 0.9), "eps": 0.1}, rng, xp)


def plain_average_law(seen, reference, case, xp):
    """From the start, the averages are the plain mean of all z."""
    fast = [call.objects["z"].now[0] for call in seen.calls if call.returned is None]
    (average,) = seen.calls[-1].returned
    if not xp.allclose(average, sum(fast) / len(fast), rtol=1e-9, atol=1e-12):
        return "averages should return the mean of all z since the first step"
    return None


def averages_alone(rng, xp):
    """The averages at both ends of beta1, of tensors in every form and of every size; params and z stay as they are."""
    objects = {"behind": spread(rng, xp, (2, 3)), "z_behind": spread(rng, xp, (2, 3))}
    shapes = ((), (0, 3), 4)
    objects["params"] = [*(spread(rng, xp, shape) for shape in shapes), View("behind", "transposed")]
    objects["z"] = [*(spread(rng, xp, shape) for shape in shapes), View("z_behind", "transposed")]
    for name, size in (("tiny", 1e-99), ("huge", 1e99)):
        objects[name], objects[f"z_{name}"] = [size * spread(rng, xp, 3, -1, 0)], [spread(rng, xp, 3, -1, 0)]
    pairs = [("params", "z"), ("tiny", "z_tiny"), ("huge", "z_huge")]
    calls = [Call("averages", (Ref(y), Ref(z), beta1), observe=(y, z)) for y, z in pairs for beta1 in (0.1, 0.6, 1.0)]
    return Case(objects, tuple(calls))


TESTS = (
    Test("example", "the worked example", example, "public", contract=True),
    Test("from-the-start", "eight steps from the start", from_the_start, "named"),
    Test("resumed", "a run resumed at step 6", resumed, "named"),
    Test(
        "plain-average",
        "the averages are the mean of all z",
        plain_average,
        "named",
        "property",
        check=plain_average_law,
    ),
    Test("in-place", "params, z and v change in place, grads do not", in_place, "named", "in_place"),
    Test("large-eps", "a large eps", large_eps, "named"),
    Test("silent", "zero gradients", silent, "named"),
    Test("defaults", "the default hyperparameters, at a late step", defaults, "named"),
    Test("several-tensors", "several tensors of different shape", several_tensors),
    Test("every-hyperparameter", "every hyperparameter away from its default", every_hyperparameter),
    Test("averages", "the averages alone, at both ends of beta1", averages_alone, "named"),
    *corner_tests(FUNCTION, RANGES),
)
