"""The tests of Newton-Schulz and Muon: inputs and laws, no expected values."""

from descent.judge.case import Call, Case, Ref, Test, View
from descent.judge.cases.corners import Function, State, corner_tests

OUTPUTS = ("params", "momenta")
FUNCTION = Function(
    "muon_step",
    {"momenta": State()},
    {"lr": 0.1, "momentum": 0.7, "nesterov": True, "steps": 4, "eps": 1e-4},
    shapes=((3, 2), (2, 4)),
    limits=((1, 1), (1, 4), (4, 1)),
    scale=1e-3,
    small={"eps": 0.0},
)


def matrix(rng, xp, rows, columns, low=0.2, high=1.0):
    """A matrix whose singular values lie between `low` and `high`."""
    count = min(rows, columns)
    left, _ = xp.linalg.qr(rng.normal(size=(rows, count)))
    right, _ = xp.linalg.qr(rng.normal(size=(columns, count)))
    return xp.asarray((left * rng.uniform(low, high, size=count)) @ right.T)


def steps(shapes, number, hypers, rng, xp, started=False):
    """A case of `number` steps on matrices of these shapes, with momenta that are zero unless the run has started."""
    objects = {
        "params": [xp.asarray(rng.normal(size=shape)) for shape in shapes],
        "momenta": [matrix(rng, xp, *shape) if started else xp.zeros(shape) for shape in shapes],
    }
    calls = []
    for step in range(number):
        own = f"grads{step}"
        objects[own] = [10.0 ** rng.uniform(-2, 1) * matrix(rng, xp, *shape) for shape in shapes]
        arguments = (Ref("params"), Ref(own), Ref("momenta"))
        calls.append(Call("muon_step", arguments, hypers, observe=(*OUTPUTS, own)))
    return Case(objects, tuple(calls))


def example(rng, xp):
    objects = {
        "params": [xp.asarray([[1.0, 0.0], [0.0, 1.0]])],
        "grads": [xp.asarray([[3.0, 0.0], [0.0, -4.0]])],
        "momenta": [xp.zeros((2, 2))],
    }
    arguments = (Ref("params"), Ref("grads"), Ref("momenta"))
    return Case(objects, (Call("muon_step", arguments, {"lr": 0.1}, observe=OUTPUTS),))


def iteration(rng, xp):
    objects = {
        "square": matrix(rng, xp, 3, 3),
        "wide": 30 * matrix(rng, xp, 2, 5),
        "tall": 0.01 * matrix(rng, xp, 4, 2),
    }
    calls = [Call("newton_schulz", (Ref(name),), observe=(name,)) for name in objects]
    objects["short"] = 1e-8 * matrix(rng, xp, 2, 2)
    calls.append(Call("newton_schulz", (Ref("short"),), observe=("short",)))
    calls += [Call("newton_schulz", (Ref("wide"), count), observe=("wide",)) for count in (0, 1, 2, 8)]
    return Case(objects, tuple(calls))


def iteration_corners(rng, xp):
    """Views, and matrices of the smallest and the largest size, of which a copy may be made but nothing else."""
    objects = {"behind": matrix(rng, xp, 4, 2), "rows": matrix(rng, xp, 6, 2)}
    objects |= {"transposed": View("behind", "transposed"), "strided": View("rows", "every second")}
    calls = [Call("newton_schulz", (Ref(name),), observe=("behind", "rows")) for name in ("transposed", "strided")]
    for number, size in enumerate((1e-97, 1e99)):
        name = f"scaled{number}"
        objects[name] = size * matrix(rng, xp, 2, 3)
        calls.append(Call("newton_schulz", (Ref(name), 2), {"eps": 0.0}, observe=(name,)))
    return Case(objects, tuple(calls))


def floor(rng, xp):
    objects = {"matrix": matrix(rng, xp, 3, 2)}
    return Case(objects, tuple(Call("newton_schulz", (Ref("matrix"), 3), {"eps": eps}) for eps in (2.0, 3.0, 7.0)))


def directions(rng, xp):
    return Case({"matrix": matrix(rng, xp, 3, 4, 0.1, 0.3)}, (Call("newton_schulz", (Ref("matrix"),)),))


def directions_law(seen, reference, case, xp):
    """The singular vectors stay: U^T Y V is diagonal, and what stands there is no longer small."""
    u, _, vt = xp.linalg.svd(case.objects["matrix"], full_matrices=False)
    inside = u.T @ seen.calls[0].returned @ vt.T
    if not xp.allclose(inside, xp.diag(xp.diag(inside)), rtol=0, atol=1e-9):
        return "Newton-Schulz should leave the singular vectors as they are"
    if not (xp.abs(xp.diag(inside) - 1) < 1 / 2).all():
        return "after five steps all singular values should be near 1"
    return None


def momentum(rng, xp):
    return steps([(3, 3)], 5, {"lr": 0.1, "momentum": 0.7, "nesterov": False}, rng, xp)


def nesterov(rng, xp):
    return steps([(3, 3), (2, 3)], 5, {"lr": 0.1, "momentum": 0.6, "nesterov": True}, rng, xp)


def shapes(rng, xp):
    return steps([(5, 2), (2, 5), (4, 1), (1, 3), (1, 1)], 2, {"lr": 0.3}, rng, xp)


def resumed(rng, xp):
    hypers = {
        "lr": rng.uniform(0.05, 0.3),
        "momentum": rng.uniform(0.4, 0.8),
        "nesterov": True,
        "steps": int(rng.integers(2, 4)),
        "eps": 20.0,
    }
    return steps([(4, 2), (3, 3)], 3, hypers, rng, xp, started=True)


def defaults(rng, xp):
    """No setting is given, and the second gradient is so short that the default eps shows."""
    case = steps([(3, 2), (2, 2)], 2, {}, rng, xp)
    short = {name: [case.objects[name][0], 1e-9 * case.objects[name][1]] for name in ("grads0", "grads1")}
    return Case({**case.objects, **short}, case.calls)


def in_place(rng, xp):
    return steps([(3, 2), (2, 2)], 2, {"lr": 0.1, "momentum": 0.8}, rng, xp)


def silent(rng, xp):
    objects = {
        "params": [xp.asarray(rng.normal(size=(2, 3))) for _ in range(2)],
        "momenta": [xp.zeros((2, 3)), matrix(rng, xp, 2, 3)],
        "grads": [xp.zeros((2, 3)), xp.zeros((2, 3))],
    }
    call = Call("muon_step", (Ref("params"), Ref("grads"), Ref("momenta")), {"lr": 0.1}, observe=OUTPUTS)
    return Case(objects, (call, call))


TESTS = (
    Test("example", "the worked example", example, "public", contract=True),
    Test("newton-schulz", "the iteration on matrices of three shapes", iteration, "named"),
    Test("floor", "a norm below eps", floor, "named"),
    Test("iteration-corners", "the iteration on views, on tiny and on huge matrices", iteration_corners, "named"),
    Test(
        "directions", "singular vectors stay, values come near 1", directions, "named", "property", check=directions_law
    ),
    Test("momentum", "momentum without the look-ahead", momentum, "named"),
    Test("nesterov", "the look-ahead", nesterov, "named"),
    Test("in-place", "params and momenta change in place, grads do not", in_place, "named", "in_place"),
    Test("defaults", "the default hyperparameters", defaults, "named"),
    Test("silent", "zero gradients, with and without momentum", silent, "named"),
    Test("shapes", "tall and wide matrices", shapes),
    Test("resumed", "every hyperparameter away from its default, momenta not zero", resumed),
    *corner_tests(FUNCTION, RANGES),
)
