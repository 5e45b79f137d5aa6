"""The tests of SparseAdam: inputs and laws, no expected values."""

from descent.judge.case import Assign, Call, Case, Record, Ref, Script, Test
from descent.judge.cases.updates import spread

HYPERS = {"lr": 0.1, "betas": (0.8, 0.95), "eps": 0.05}
SHAPES = {"weight": (3, 2), "bias": 3}


def drawn(rng, xp, shapes=SHAPES):
    """Parameters by name, none with a gradient yet."""
    return {name: Record({"data": xp.asarray(rng.normal(size=shape)), "grad": None}) for name, shape in shapes.items()}


def watched(parameters):
    return tuple(f"{name}.{part}" for name in parameters for part in ("data", "grad"))


def made(parameters, params, hypers):
    """The call that makes the optimizer."""
    return Call("SparseAdam", (params,), hypers, bind="optimizer", observe=watched(parameters))


def training(parameters, steps, hypers, params=None):
    """A case that makes an optimizer and steps once for each `{name: gradient or None}`."""
    given = [Ref(name) for name in parameters] if params is None else params
    calls = [made(parameters, given, hypers)]
    for gradients in steps:
        calls += [Assign(f"{name}.grad", gradient) for name, gradient in gradients.items()]
        calls.append(Call("optimizer.step", observe=watched(parameters)))
    return Case(parameters, tuple(calls))


def every_one(rng, xp, times, shapes=SHAPES, **size):
    return [{name: spread(rng, xp, shape, **size) for name, shape in shapes.items()} for _ in range(times)]


def example(rng, xp):
    weight = Record({"data": xp.asarray([1.0, -2.0]), "grad": xp.asarray([0.1, 0.0])})
    bias = Record({"data": xp.asarray([3.0]), "grad": None})
    hypers = {"lr": 0.1, "eps": 1e-3}
    return training({"weight": weight, "bias": bias}, [{}, {}], hypers)


def varied_gradients(rng, xp):
    shapes = {"weight": 3}
    return training(drawn(rng, xp, shapes), every_one(rng, xp, 12, shapes), {**HYPERS, "betas": (0.9, 0.999)})


def large_eps(rng, xp):
    hypers = {"lr": 0.3, "betas": (0.37, 0.61), "eps": 0.2}
    return training(drawn(rng, xp), every_one(rng, xp, 6), hypers, tuple(Ref(name) for name in SHAPES))


def unused(rng, xp):
    """The weight has gradients at steps 1, 2 and 5, the bias at 3, 4 and 5."""
    steps = every_one(rng, xp, 5)
    for number, name in ((0, "bias"), (1, "bias"), (2, "weight"), (3, "weight")):
        steps[number][name] = None
    return training(drawn(rng, xp), steps, HYPERS)


def silent_gradients(rng, xp):
    steps = every_one(rng, xp, 5)
    for number in (0, 2, 3):
        steps[number]["weight"] = xp.zeros(SHAPES["weight"])
    return training(drawn(rng, xp), steps, HYPERS)


def few_rows(rng, xp):
    """Gradients that are zero but in one row, as those of an embedding."""
    shapes = {"weight": (4, 2)}
    steps = every_one(rng, xp, 5, shapes)
    for number, row in enumerate((0, 1, 0, 2, 1)):
        kept = xp.zeros((4, 2))
        kept[row] = steps[number]["weight"][row]
        steps[number]["weight"] = kept
    return training(drawn(rng, xp, shapes), steps, HYPERS)


def groups(rng, xp):
    shapes = {"weight": (2, 2), "bias": (2, 2), "scale": 1}
    params = [
        {"params": [Ref("weight")], "lr": 0.02, "betas": (0.5, 0.7)},
        {"params": [Ref("bias"), Ref("scale")], "eps": 0.3},
    ]
    return training(drawn(rng, xp, shapes), every_one(rng, xp, 4, shapes), HYPERS, params)


def schedule(rng, xp):
    """The learning rate of the group is changed between steps, as a schedule does it."""
    parameters = drawn(rng, xp)
    case = training(parameters, every_one(rng, xp, 4), HYPERS)
    calls = list(case.calls)
    calls.insert(4, Assign("optimizer.param_groups.0.lr", 0.01))
    return Case(parameters, tuple(calls))


def closure(rng, xp):
    """The gradients come from the closure alone."""
    parameters = drawn(rng, xp)
    fills = [[Assign(f"{name}.grad", g) for name, g in gradients.items()] for gradients in every_one(rng, xp, 3)]
    losses = tuple(float(loss) for loss in rng.uniform(0.1, 2.0, size=3))
    objects = {**parameters, "closure": Script(losses, tuple(tuple(fill) for fill in fills))}
    step = Call("optimizer.step", (Ref("closure"),), observe=watched(parameters))
    return Case(objects, (made(parameters, [Ref(name) for name in parameters], HYPERS), step, step, step))


def nothing_to_do(rng, xp):
    """No gradient at all, at three steps; in between the gradients are set and forgotten again."""
    parameters = drawn(rng, xp)
    step = Call("optimizer.step", observe=watched(parameters))
    fill = tuple(Assign(f"{name}.grad", gradient) for name, gradient in every_one(rng, xp, 1)[0].items())
    forget = Call("optimizer.zero_grad", observe=watched(parameters))
    start = made(parameters, [Ref(name) for name in parameters], HYPERS)
    return Case(parameters, (start, step, *fill, forget, step, step))


def nothing_law(seen, reference, case, xp):
    """Without gradients nothing moves and step returns None; zero_grad leaves None behind."""
    for call in seen.calls:
        if call.returned is not None:
            return "step without a closure, and zero_grad, should return None"
        for name, parameter in case.objects.items():
            if not xp.array_equal(call.objects[f"{name}.data"].now, parameter.attributes["data"]):
                return f"{name} has no gradient and should stay where it is"
            if call.objects[f"{name}.grad"].now is not None:
                return "after zero_grad every .grad should be None"
    return None


def attributes(rng, xp):
    parameters = drawn(rng, xp)
    params = [{"params": [Ref("weight")], "lr": 0.02}, {"params": [Ref("bias")]}]
    settings = tuple(f"{place}.{name}" for place in ("defaults", "param_groups.0", "param_groups.1") for name in HYPERS)
    paths = tuple(f"optimizer.{path}" for path in (*settings, "param_groups.0.params.0.data"))
    one = Call("SparseAdam", (params,), HYPERS, bind="optimizer", observe=paths)
    other = tuple(
        f"optimizer.{path}" for path in ("defaults.lr", "defaults.betas", "defaults.eps", "param_groups.0.lr")
    )
    return Case(parameters, (one, Call("SparseAdam", ([Ref("bias")],), bind="optimizer", observe=other)))


def every_hyperparameter(rng, xp):
    hypers = {
        "lr": rng.uniform(0.02, 0.5),
        "betas": (rng.uniform(0.3, 0.8), rng.uniform(0.85, 0.98)),
        "eps": rng.uniform(0.05, 0.5),
    }
    shapes = {"weight": (3, 2), "bias": 1, "deep": (2, 1, 3)}
    return training(drawn(rng, xp, shapes), every_one(rng, xp, 3, shapes), hypers)


TESTS = (
    Test("example", "two steps, one parameter without a gradient", example, "public", contract=True),
    Test("varied-gradients", "twelve steps with gradients of varied scale", varied_gradients, "named"),
    Test("large-eps", "odd betas and a large eps", large_eps, "named"),
    Test("unused", "parameters without a gradient at some steps", unused, "named"),
    Test("silent-gradients", "gradients of zeros, at the first step too", silent_gradients, "named"),
    Test("few-rows", "gradients that touch one row at a time", few_rows, "named"),
    Test("groups", "groups with settings of their own", groups, "named"),
    Test("schedule", "a learning rate changed between steps", schedule, "named"),
    Test("closure", "a closure that fills the gradients", closure, "named"),
    Test(
        "nothing-to-do",
        "no gradients, before and after zero_grad",
        nothing_to_do,
        "named",
        "property",
        check=nothing_law,
    ),
    Test("attributes", "defaults and param_groups", attributes, "named"),
    Test("every-hyperparameter", "many shapes and settings", every_hyperparameter),
)
