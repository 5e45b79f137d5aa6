"""The tests of SparseAdam: inputs and laws, no expected values."""

from descent.judge.case import Assign, Call, Case, Once, Record, Ref, Script, Test, View
from descent.judge.cases.together import together
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


def borders(rng, xp):
    """Two steps with each setting at either end of its range; at lr = 0 the averages go on."""
    cases, usual = [], {"lr": 0.1, "betas": (0.7, 0.9), "eps": 1e-4}
    settings = [{**usual, name: corner} for name in ("lr", "eps") for corner in RANGES[name].corners()]
    settings += [{**usual, "betas": betas} for beta in RANGES["betas"].corners() for betas in ((beta, 0.9), (0.7, beta))]
    for hypers in settings:
        shapes = {"weight": 2}
        case = training(drawn(rng, xp, shapes), every_one(rng, xp, 2, shapes, low=-4.0, high=-3.0), hypers)
        if not hypers["lr"]:
            again = Call("optimizer.step", observe=watched(case.objects))
            case = Case(case.objects, (*case.calls, Assign("optimizer.param_groups.0.lr", 0.2), again))
        cases.append(case)
    return together(cases)


def forms(rng, xp):
    """Parameters from a generator and in a tuple, groups from a generator; one group stands still for a step."""
    cases = []
    for make in (lambda refs: Once(tuple(refs)), tuple):
        cases.append(training(drawn(rng, xp), every_one(rng, xp, 2), HYPERS, make([Ref(name) for name in SHAPES])))
    groups = Once(({"params": [Ref("weight")], "lr": 0.0, "betas": (0.0, 0.0)}, {"params": [Ref("bias")]}))
    case = training(drawn(rng, xp), every_one(rng, xp, 2), HYPERS, groups)
    again = Call("optimizer.step", observe=watched(SHAPES))
    return together([*cases, Case(case.objects, (*case.calls, Assign("optimizer.param_groups.0.lr", 0.2), again))])


def no_loss(rng, xp):
    """A closure whose loss is 0, and zero_grad with two groups."""
    parameters = drawn(rng, xp)
    fills = [[Assign(f"{name}.grad", g) for name, g in gradients.items()] for gradients in every_one(rng, xp, 3)]
    objects = {**parameters, "closure": Script((0.0, -0.5, 0.0), tuple(tuple(fill) for fill in fills))}
    step = Call("optimizer.step", (Ref("closure"),), observe=watched(parameters))
    forget = Call("optimizer.zero_grad", observe=watched(parameters))
    plain = Call("optimizer.step", observe=watched(parameters))
    groups = [{"params": [Ref("weight")]}, {"params": [Ref("bias")]}]
    return Case(objects, (made(parameters, groups, HYPERS), step, forget, plain, step, forget, step))


def limits(rng, xp):
    """Parameters without an axis or without an entry, and views of other arrays."""
    shapes = {"number": (), "nothing": (0, 3), "empty": 0, "one": 1}
    plain = training(drawn(rng, xp, shapes), every_one(rng, xp, 2, shapes), HYPERS)
    seen = {"behind": xp.asarray(rng.normal(size=(2, 3))), "rows": xp.asarray(rng.normal(size=(4, 2)))}
    seen |= {"slope": spread(rng, xp, (2, 3)), "slopes": spread(rng, xp, (4, 2))}
    seen["weight"] = Record({"data": View("behind", "transposed"), "grad": View("slope", "transposed")})
    seen["bias"] = Record({"data": View("rows", "every second"), "grad": View("slopes", "every second")})
    calls = [Call("SparseAdam", ([Ref("weight"), Ref("bias")],), HYPERS, bind="optimizer", observe=())]
    calls += [Call("optimizer.step", observe=watched(("weight", "bias")))] * 2
    return together([plain, Case(seen, tuple(calls))])


def every_size(rng, xp):
    cases = []
    for size in (1e-99, 1e98):
        shapes = {"weight": 2, "bias": 2}
        parameters = drawn(rng, xp, shapes)
        parameters["bias"] = Record({"data": size * spread(rng, xp, 2, -1, 0), "grad": None})
        steps = [{name: size * g for name, g in one.items()} for one in every_one(rng, xp, 2, shapes, low=-1.0, high=0.0)]
        cases.append(training(parameters, steps, {**HYPERS, "eps": 0.0}))
    return together(cases)


def defaults(rng, xp):
    """No setting is given; gradients are so small that the default eps shows, and parameters too, so that lr does."""
    shapes = {"weight": 3}
    parameters = {"weight": Record({"data": 1e-3 * spread(rng, xp, 3, -1, 0), "grad": None})}
    return training(parameters, every_one(rng, xp, 3, shapes, low=-6.0, high=-5.0), {})


def long_run(rng, xp):
    """A hundred steps with the same gradients, looked at in the end."""
    shapes = {"weight": 2}
    case = training(drawn(rng, xp, shapes), every_one(rng, xp, 1, shapes), {**HYPERS, "betas": (0.9, 0.9999)})
    step = Call("optimizer.step", observe=())
    return Case(case.objects, (*case.calls[:-1], *[step] * 100, case.calls[-1]))


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
    Test("borders", "every setting at both ends of its range", borders, "named"),
    Test("forms", "parameters and groups from iterators", forms, "named"),
    Test("no-loss", "a loss of 0, and zero_grad with two groups", no_loss, "named"),
    Test("limits", "parameters without an axis or without an entry, and views", limits, "named"),
    Test("defaults", "the default hyperparameters", defaults, "named"),
    Test("long-run", "a hundred steps", long_run, "named"),
    Test(
        "every-size",
        "numbers of the smallest and the largest size",
        every_size,
        "named",
        atol=0.0,
        reason="numbers of every size count here, so the smallest one may not vanish in an absolute tolerance",
    ),
)
