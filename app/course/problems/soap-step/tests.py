"""The tests of one step of SOAP: inputs and laws, no expected values."""

from descent.judge.case import Call, Case, Ref, Test, View
from descent.judge.cases.together import together
from descent.judge.cases.updates import spread

OUTPUTS = ("params", "m", "v", "left", "right")
BASES = ("Q_left", "Q_right")


def basis(rng, xp, size):
    """An orthonormal basis; vectors are its columns."""
    columns = xp.linalg.qr(rng.normal(size=(size, size)))[0]
    return columns * rng.choice([-1.0, 1.0]) * (-1.0) ** xp.arange(size)


def varied(rng, xp, shape, low=-1.0, high=1.0):
    """Gradients whose size runs over `high - low` decades, of either sign, none near zero."""
    return spread(rng, xp, shape, low, high)


def covariance(rng, xp, size):
    """A symmetric matrix without negative eigenvalues."""
    root = rng.normal(size=(size, size))
    return root @ root.T


def steps(shapes, number, hypers, rng, xp, first=1, silent=()):
    """A case of `number` steps with the same bases; averages are zero if it begins at the first one."""
    started = first > 1
    objects = {
        "params": [rng.normal(size=shape) for shape in shapes],
        "m": [varied(rng, xp, shape, -1, 0) if started else xp.zeros(shape) for shape in shapes],
        "v": [xp.abs(varied(rng, xp, shape, -1, 0)) if started else xp.zeros(shape) for shape in shapes],
        "left": [covariance(rng, xp, rows) if started else xp.zeros((rows, rows)) for rows, _ in shapes],
        "right": [covariance(rng, xp, columns) if started else xp.zeros((columns, columns)) for _, columns in shapes],
        "Q_left": [basis(rng, xp, rows) for rows, _ in shapes],
        "Q_right": [basis(rng, xp, columns) for _, columns in shapes],
    }
    calls = []
    for step in range(number):
        own = f"grads{step}"
        objects[own] = [xp.zeros(shape) if step in silent else varied(rng, xp, shape) for shape in shapes]
        arguments = (Ref("params"), Ref(own), *map(Ref, OUTPUTS[1:]), *map(Ref, BASES), first + step)
        calls.append(Call("soap_step", arguments, hypers, observe=(*OUTPUTS, *BASES, own)))
    return Case(objects, tuple(calls))


def example(rng, xp):
    values = {
        "params": [[1.0, 2.0]],
        "grads": [[1.0, 2.0]],
        "m": [[0.0, 0.0]],
        "v": [[0.0, 0.0]],
        "left": [[0.0]],
        "right": [[0.0, 0.0], [0.0, 0.0]],
        "Q_left": [[1.0]],
        "Q_right": [[0.6, 0.8], [-0.8, 0.6]],
    }
    objects = {name: [xp.asarray(value)] for name, value in values.items()}
    return Case(objects, (Call("soap_step", (*map(Ref, objects), 1), {"lr": 0.1, "eps": 0.5}, observe=OUTPUTS),))


def from_the_start(rng, xp):
    return steps([(3, 3)], 5, {"lr": 0.1, "eps": 0.02}, rng, xp)


def shapes(rng, xp):
    return steps([(2, 4), (3, 1), (1, 1)], 3, {"lr": 0.1, "eps": 0.05}, rng, xp)


def resumed(rng, xp):
    return steps([(3, 2)], 3, {"lr": 0.1, "eps": 0.05, "beta1": 0.8, "beta2": 0.9}, rng, xp, first=6)


def large_eps(rng, xp):
    return steps([(2, 3)], 3, {"lr": 0.2, "eps": rng.uniform(0.2, 0.6)}, rng, xp)


def defaults(rng, xp):
    """No setting is given; gradients are so small that the default eps shows, and parameters too, so that lr does."""
    case = steps([(2, 3)], 3, {}, rng, xp, first=30)
    scales = {"params": 1e-3, "v": 1e-8, **dict.fromkeys(BASES, 1.0)}
    return Case({name: [scales.get(name, 1e-4) * x for x in arrays] for name, arrays in case.objects.items()}, case.calls)


def every_hyperparameter(rng, xp):
    hypers = {
        "lr": rng.uniform(0.05, 0.3),
        "beta1": rng.uniform(0.4, 0.7),
        "beta2": rng.uniform(0.75, 0.85),
        "shampoo_beta": rng.uniform(0.5, 0.7),
        "eps": rng.uniform(0.1, 0.5),
    }
    return steps([(2, 3), (3, 3)], 3, hypers, rng, xp, first=2)


def silent(rng, xp):
    return steps([(2, 3)], 3, {"lr": 0.1, "eps": 0.1}, rng, xp, silent=(0, 2))


def in_place(rng, xp):
    return steps([(2, 3), (2, 2)], 2, {"lr": 0.1, "eps": 0.1, "shampoo_beta": 0.8}, rng, xp)


def one_direction(rng, xp):
    case = steps([(3, 4)], 1, {"lr": 0.1, "eps": 1e-3}, rng, xp)
    (Q_left,), (Q_right,) = case.objects["Q_left"], case.objects["Q_right"]
    gradient = rng.uniform(1.0, 5.0) * xp.outer(Q_left[:, 1], Q_right[:, 2])
    return Case({**case.objects, "grads0": [gradient]}, case.calls)


def one_direction_law(seen, reference, case, xp):
    """A gradient along one pair of basis vectors moves params along that pair alone."""
    after = seen.calls[0].objects
    moved = case.objects["params"][0] - after["params"].now[0]
    g = case.objects["grads0"][0]
    along = xp.sum(moved * g) / xp.sum(g * g)
    if not along > 0:
        return "params should move against the gradient"
    if not xp.allclose(moved, along * g, rtol=0, atol=1e-9):
        return "a gradient along one pair of basis vectors should move params along that pair alone"
    inside = xp.abs(after["m"].now[0])
    if not xp.isclose(xp.sum(inside), xp.max(inside), rtol=1e-9):
        return "in the bases such a gradient has a single entry, and so has m"
    return None


USUAL = {"lr": 0.1, "beta1": 0.7, "beta2": 0.9, "shampoo_beta": 0.6, "eps": 1e-4}


def scaled(case, size):
    """The case with gradients and state of another size; squares are scaled twice."""
    powers = {"m": 1, "v": 2, "left": 2, "right": 2} | {name: 1 for name in case.objects if name.startswith("grads")}
    return Case(
        {name: [size ** powers.get(name, 0) * x for x in arrays] for name, arrays in case.objects.items()}, case.calls
    )


def borders(rng, xp):
    """A step from given state with each setting at either end of its range; gradients are small, so that eps shows."""
    cases = []
    for name in USUAL:
        for corner in RANGES[name].corners():
            shape = [(2, 3), (3, 2)][len(cases) % 2]
            case = steps([shape], 1, {**USUAL, name: corner}, rng, xp, first=3 + len(cases))
            cases.append(scaled(case, 1e-4))
    return together(cases)


def late(rng, xp):
    slow = {**USUAL, "beta1": 0.9995, "beta2": 0.9995, "eps": 0.05}
    return together([steps([(2, 3)], 1, slow, rng, xp, first=t) for t in (10_000, 1_000_000)])


def views(rng, xp):
    """Parameters, gradients and averages are transposed views of the caller's arrays."""
    case = steps([(2, 3)], 2, {**USUAL, "eps": 0.05}, rng, xp, first=4)
    objects, behind = dict(case.objects), {}
    for name in (*OUTPUTS[:3], "grads0", "grads1"):
        behind[f"{name}_behind"] = xp.ascontiguousarray(objects[name][0].T)
        objects[name] = [View(f"{name}_behind", "transposed")]
    watched = tuple(f"{name}_behind" for name in OUTPUTS[:3])
    calls = tuple(Call(call.target, call.args, call.kwargs, observe=(*OUTPUTS, *watched)) for call in case.calls)
    return Case({**behind, **objects}, calls)


def every_size(rng, xp):
    """Gradients and state of the smallest and the largest size, beside parameters of both kinds."""
    cases = []
    for size in (1e-97, 1e97):
        case = scaled(steps([(2, 2), (2, 3)], 2, {**USUAL, "eps": 0.0}, rng, xp, first=3), size)
        one, other = case.objects["params"]
        cases.append(Case({**case.objects, "params": [size * one, other]}, case.calls))
    return together(cases)


TESTS = (
    Test("example", "the worked example", example, "public", contract=True),
    Test("from-the-start", "five steps from the start", from_the_start, "named"),
    Test("resumed", "a run resumed at step 6", resumed, "named"),
    Test(
        "one-direction",
        "a gradient along one pair of basis vectors",
        one_direction,
        "named",
        "property",
        check=one_direction_law,
    ),
    Test("in-place", "params and averages change in place, bases and grads do not", in_place, "named", "in_place"),
    Test("large-eps", "a large eps", large_eps, "named"),
    Test("silent", "zero gradients", silent, "named"),
    Test("defaults", "the default hyperparameters, at a late step", defaults, "named"),
    Test("shapes", "wide, tall and single matrices", shapes),
    Test("every-hyperparameter", "every hyperparameter away from its default", every_hyperparameter),
    Test("borders", "every setting at both ends of its range", borders, "named"),
    Test("late-steps", "very late steps", late, "named"),
    Test("views", "tensors that are views of the caller's arrays", views, "named", "in_place"),
    Test(
        "every-size",
        "numbers of the smallest and the largest size",
        every_size,
        "named",
        atol=0.0,
        reason="numbers of every size count here, so the smallest one may not vanish in an absolute tolerance",
    ),
)
