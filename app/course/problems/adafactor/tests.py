"""The tests of Adafactor: inputs and laws, no expected values."""

from descent.judge.case import Call, Case, Ref, Test
from descent.judge.cases.updates import spread

OUTPUTS = ("params", "rows", "columns")


def varied(rng, xp, shape, low=-1.0, high=1.0):
    """Gradients whose size runs over `high - low` decades, of either sign, none near zero."""
    return spread(rng, xp, shape, low, high)


def state(shapes, started, rng, xp):
    """Rows and columns: zero at the start, and what some gradient would have left later on."""
    rows, columns = [], []
    for shape in shapes:
        seen = rng.uniform(0.5, 2.0, size=shape) if started else xp.zeros(shape)
        matrix = len(shape) == 2
        rows.append(xp.asarray(seen.mean(axis=1) if matrix else seen))
        columns.append(xp.asarray(seen.mean(axis=0)) if matrix else None)
    return rows, columns


def steps(shapes, number, hypers, rng, xp, first=1, scale=1.0, gradients=varied, stride=1):
    """A case of `number` steps on tensors of these shapes; t goes on by `stride`."""
    rows, columns = state(shapes, first > 1, rng, xp)
    params = [
        xp.asarray(scale * rng.choice([-1.0, 1.0], size=shape) * rng.uniform(1, 2, size=shape)) for shape in shapes
    ]
    objects = {"params": params, "rows": rows, "columns": columns}
    calls = []
    for step in range(number):
        own = f"grads{step}"
        objects[own] = [gradients(rng, xp, shape) for shape in shapes]
        arguments = (Ref("params"), Ref(own), Ref("rows"), Ref("columns"), first + stride * step)
        calls.append(Call("adafactor_step", arguments, hypers, observe=(*OUTPUTS, own)))
    return Case(objects, tuple(calls))


def example(rng, xp):
    objects = {
        "params": [xp.asarray([[1.0, 2.0], [3.0, 4.0]])],
        "grads": [xp.asarray([[0.5, 1.0], [-2.0, 3.0]])],
        "rows": [xp.asarray([1.0, 2.0])],
        "columns": [xp.asarray([1.5, 1.5])],
    }
    return Case(objects, (Call("adafactor_step", (*map(Ref, objects), 3), observe=OUTPUTS),))


def matrices(rng, xp):
    return steps([(3, 2), (2, 4)], 5, {"lr": 0.1}, rng, xp)


def vectors(rng, xp):
    return steps([(4,), (2,)], 5, {"lr": 0.1}, rng, xp)


def unclipped(rng, xp):
    return steps([(4, 3), (3,)], 4, {"lr": 0.1, "clip": 50.0}, rng, xp, first=4)


def clipped(rng, xp):
    return steps([(3, 2), (3,)], 3, {"lr": 0.1, "clip": rng.uniform(0.1, 0.2)}, rng, xp, first=3)


def falling_rate(rng, xp):
    return steps([(2, 3)], 5, {"lr": 0.42, "clip": 50.0}, rng, xp, first=4, stride=5)


def small_parameters(rng, xp):
    return steps([(2, 3), (3,)], 3, {"lr": 0.1, "eps2": 0.5, "clip": 50.0}, rng, xp, scale=0.01)


def large_eps(rng, xp):
    return steps([(3, 2), (3,)], 3, {"lr": 0.1, "eps1": 2.0, "clip": 50.0}, rng, xp, first=2)


def defaults(rng, xp):
    """No setting is given; parameters are below the default eps2, and the second gradient is near eps1."""
    case = steps([(4,), (3,)], 3, {}, rng, xp, first=30, scale=1e-4)
    rows = {"rows": [200 * case.objects["rows"][0], 1e-64 * case.objects["rows"][1]]}  # never clipped
    tiny = {name: [case.objects[name][0], 1e-32 * case.objects[name][1]] for name in ("grads0", "grads1", "grads2")}
    return Case({**case.objects, **rows, **tiny}, case.calls)


def every_hyperparameter(rng, xp):
    hypers = {
        "lr": rng.uniform(0.05, 0.3),
        "beta2_decay": rng.uniform(-0.6, -0.3),
        "eps1": rng.uniform(1.0, 3.0),
        "eps2": rng.uniform(3.0, 5.0),
        "clip": rng.uniform(0.3, 0.5),
    }
    return steps([(3, 2), (4, 1), (4,)], 4, hypers, rng, xp, first=2)


def silent(rng, xp):
    some = xp.zeros((3, 2))
    some[1] = varied(rng, xp, 2)
    shapes = [(3, 2), (3,)]
    case = steps(shapes, 3, {"lr": 0.1, "clip": 50.0}, rng, xp)
    quiet = [xp.zeros((3, 2)), xp.zeros(3)]
    return Case({**case.objects, "grads0": quiet, "grads1": [some, quiet[1]]}, case.calls)


def in_place(rng, xp):
    return steps([(3, 2), (3,)], 2, {"lr": 0.1, "clip": 50.0}, rng, xp, first=2)


def rank_one(rng, xp):
    return steps([(3, 4)], 1, {"lr": 0.1, "clip": 1.0}, rng, xp, gradients=product)


def product(rng, xp, shape):
    """A gradient whose squares have rank one, which a row and a column describe completely."""
    rows, columns = shape
    return xp.asarray(xp.outer(varied(rng, xp, rows), varied(rng, xp, columns)))


def rank_one_law(seen, reference, case, xp):
    """Where nothing is lost by factoring, the first step is a signed one, lr times the size of the parameters."""
    (before,), (g,) = case.objects["params"], case.objects["grads0"]
    size = xp.sqrt(xp.mean(before * before))
    wanted = before - case.calls[0].kwargs["lr"] * size * xp.sign(g)
    if not xp.allclose(seen.calls[0].objects["params"].now[0], wanted, rtol=1e-9, atol=1e-12):
        return "for a gradient of rank one, the first step should be lr rms(p) sign(g)"
    return None


TESTS = (
    Test("example", "the worked example", example, "public", contract=True),
    Test("matrices", "matrices from the start", matrices, "named"),
    Test("vectors", "vectors, which are not factored", vectors, "named"),
    Test("unclipped", "a clip that is never reached", unclipped, "named"),
    Test("clipped", "a clip that always acts", clipped, "named"),
    Test("rank-one", "a gradient of rank one", rank_one, "named", "property", check=rank_one_law),
    Test("in-place", "params, rows and columns change in place, grads do not", in_place, "named", "in_place"),
    Test("silent", "zero gradients, and a row of zeros", silent, "named"),
    Test("defaults", "the default hyperparameters", defaults, "named"),
    Test("large-eps", "a large eps1", large_eps, "named"),
    Test("falling-rate", "a learning rate above 1 / sqrt(t)", falling_rate),
    Test("small-parameters", "parameters below eps2", small_parameters),
    Test("every-hyperparameter", "every hyperparameter away from its default", every_hyperparameter),
)
