"""The tests of Adafactor: inputs and laws, no expected values."""

from descent.judge.case import Call, Case, Ref, Test, View
from descent.judge.cases.together import together
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
    start = Case({**case.objects, "grads0": quiet, "grads1": [some, quiet[1]]}, case.calls)
    later = steps(shapes, 2, {"lr": 0.1, "clip": 50.0}, rng, xp, first=4)  # rows and columns go on shrinking
    return together([start, Case({**later.objects, "grads0": quiet}, later.calls)])


def between_the_floors(rng, xp):
    """A mean of rows between eps1 and eps2, and one below eps1 beside large columns; the clip is never reached."""
    above = steps([(3, 2)], 2, {"lr": 0.1, "eps1": 1e-6, "eps2": 9.0, "clip": 100.0}, rng, xp, first=3)
    below = steps([(3, 2)], 1, {"lr": 0.1, "eps1": 0.2, "clip": 100.0}, rng, xp, first=50)
    small = {"rows": [0.05 * r for r in below.objects["rows"]], "columns": [9 * c for c in below.objects["columns"]]}
    gradient = {"grads0": [0.01 * g for g in below.objects["grads0"]]}
    return together([above, Case({**below.objects, **small, **gradient}, below.calls)])


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


USUAL = {"lr": 0.1, "beta2_decay": -0.5, "eps1": 0.01, "eps2": 0.3, "clip": 0.7}


def borders(rng, xp):
    """A step from given state with each setting at either end of its range, on small parameters and a short gradient."""
    cases = []
    for name in USUAL:
        for corner in RANGES[name].corners():
            shapes = [(3, 2), (3,)][len(cases) % 2 :][:1]
            settings = {**USUAL, name: corner}
            if name == "lr":
                settings["clip"] = 50.0
            cases.append(steps(shapes, 1, settings, rng, xp, first=3 + len(cases), scale=0.1))
    return together(cases)


def late(rng, xp):
    """Very late steps from given state, where the newest gradient hardly counts."""
    cases = [steps([(2, 3), (3,)], 1, {"lr": 1e-4, "clip": 50.0}, rng, xp, first=t) for t in (10_000, 123_456, 1_000_000)]
    return together([*cases, steps([(2, 3)], 1, {"lr": 0.5, "clip": 50.0}, rng, xp, first=1_000_000)])


def views(rng, xp):
    """All arrays are views of the caller's."""
    matrix, vector = varied(rng, xp, (3, 2)), varied(rng, xp, 6)
    objects = {"weight": matrix, "bias": vector, "row": rng.uniform(0.5, 2, 4), "column": rng.uniform(0.5, 2, 6)}
    objects["second"] = rng.uniform(0.5, 2, size=3)
    objects["params"] = [View("weight", "transposed"), View("bias", "every second")]
    objects["rows"] = [View("row", "every second"), View("second", "backwards")]
    objects["columns"] = [View("column", "every second"), None]
    calls = []
    for t in (4, 5):
        objects[f"slope{t}"], objects[f"slopes{t}"] = varied(rng, xp, (3, 2)), varied(rng, xp, 3)
        objects[f"grads{t}"] = [View(f"slope{t}", "transposed"), View(f"slopes{t}", "backwards")]
        args = (Ref("params"), Ref(f"grads{t}"), Ref("rows"), Ref("columns"), t)
        calls.append(Call("adafactor_step", args, {**USUAL, "clip": 50.0}, observe=("weight", "bias", "row", "column", "second", *OUTPUTS)))
    return Case(objects, tuple(calls))


def every_size(rng, xp):
    """Gradients and parameters of the smallest and the largest size, from state of that size."""
    cases = []
    for size, scale in ((1e-39, 1e-39), (1e69, 1.0), (1e69, 1e69)):
        settings = {"lr": 0.1, "clip": 50.0, "eps1": 0.0, "eps2": 0.0}
        case = steps([(2, 3), (3,)], 2, settings, rng, xp, first=3, scale=scale)
        sizes = {"params": 1.0, "rows": size**2, "columns": size**2}
        objects = {
            name: [x if x is None else sizes.get(name, size) * x for x in arrays] for name, arrays in case.objects.items()
        }
        cases.append(Case(objects, case.calls))
    return together(cases)


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
    Test("between-the-floors", "a second moment beside both floors", between_the_floors, "named"),
    Test("falling-rate", "a learning rate above 1 / sqrt(t)", falling_rate),
    Test("small-parameters", "parameters below eps2", small_parameters),
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
