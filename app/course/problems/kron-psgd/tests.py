"""The tests of one step of Kron-PSGD: inputs and laws, no expected values."""

from descent.judge.case import Call, Case, Ref, Test, View
from descent.judge.cases.steps import nothing_returned
from descent.judge.cases.together import together
from descent.judge.cases.updates import spread

ENTRY = "kron_psgd_step"
OUTPUTS = ("params", "Q_left", "Q_right")
GIVEN = ("params", "grads", "noise", "Q_left", "Q_right")
USUAL = {"lr": 0.1, "precond_lr": 0.2}


def factor(rng, xp, size):
    """An upper triangular matrix with a positive diagonal."""
    return xp.triu(rng.uniform(-0.5, 0.5, size=(size, size)), 1) + xp.diag(rng.uniform(0.5, 1.5, size=size))


def case_of(objects, settings, watch=()):
    """One call; after it params, the factors and what `watch` names are looked at."""
    return Case(objects, (Call(ENTRY, tuple(map(Ref, GIVEN)), settings, observe=(*OUTPUTS, *watch)),))


def drawn(rng, xp, shapes, settings, watch=(), low=-1.0, high=0.5):
    """One call on drawn matrices of these shapes."""
    objects = {
        "params": [rng.normal(size=shape) for shape in shapes],
        "grads": [spread(rng, xp, shape, low, high) for shape in shapes],
        "noise": [rng.normal(size=shape) for shape in shapes],
        "Q_left": [factor(rng, xp, rows) for rows, _ in shapes],
        "Q_right": [factor(rng, xp, columns) for _, columns in shapes],
    }
    return case_of(objects, settings, watch)


def example(xp, params, grads, noise, left, right):
    values = zip(GIVEN, (params, grads, noise, left, right), strict=True)
    return case_of({name: [xp.asarray(value)] for name, value in values}, {"lr": 0.1, "precond_lr": 0.5})


def worked_examples(rng, xp):
    return together(
        [
            example(xp, [[1.0]], [[2.0]], [[1.0]], [[1.0]], [[0.5]]),
            example(xp, [[1.0, 2.0]], [[3.0, 1.0]], [[1.0, -1.0]], [[1.0]], [[1.0, 0.5], [0.0, 1.0]]),
        ]
    )


def one_step(rng, xp):
    return drawn(rng, xp, [(3, 3)], USUAL)


def several_steps(rng, xp):
    """Factors and parameters go from one step to the next, with new gradients and noise."""
    first = drawn(rng, xp, [(3, 2)], USUAL)
    objects, calls = dict(first.objects), []
    for number in range(5):
        objects |= {f"grads{number}": [spread(rng, xp, (3, 2), -1, 0.5)], f"noise{number}": [rng.normal(size=(3, 2))]}
        args = (Ref("params"), Ref(f"grads{number}"), Ref(f"noise{number}"), Ref("Q_left"), Ref("Q_right"))
        calls.append(Call(ENTRY, args, USUAL, observe=OUTPUTS))
    del objects["grads"], objects["noise"]
    return Case(objects, tuple(calls))


def shapes(rng, xp):
    return drawn(rng, xp, [(2, 4), (4, 2), (3, 1), (1, 3), (1, 1)], USUAL)


def large_gradient(rng, xp):
    return drawn(rng, xp, [(3, 3), (2, 3)], USUAL, low=1.0, high=2.0)


def small_gradient(rng, xp):
    return drawn(rng, xp, [(3, 3), (2, 3)], USUAL, low=-3.0, high=-2.0)


def zero_gradient(rng, xp):
    case = drawn(rng, xp, [(2, 3)], USUAL)
    return Case({**case.objects, "grads": [xp.zeros((2, 3))]}, case.calls)


def zero_noise(rng, xp):
    case = drawn(rng, xp, [(2, 3)], USUAL)
    return Case({**case.objects, "noise": [xp.zeros((2, 3))]}, case.calls)


def longest_row(rng, xp):
    """Matrices whose longest row is not the one with the largest entry, and one with zeros off its diagonal."""
    longest = xp.asarray([[1.0, 0.7, 0.7], [0.7, 1.1, 0.5], [0.7, 0.5, 0.9]])
    cases = []
    for grad in (xp.linalg.cholesky(longest), xp.diag(rng.uniform(0.5, 2.0, size=3))):
        case = drawn(rng, xp, [(3, 3)], USUAL)
        plain = {"grads": [rng.uniform(0.5, 2.0) * grad], "noise": [xp.zeros((3, 3))]}
        factors = {"Q_left": [xp.eye(3)], "Q_right": [xp.eye(3)]}
        cases.append(Case({**case.objects, **plain, **factors}, case.calls))
    return together(cases)


def slow_fit(rng, xp):
    return drawn(rng, xp, [(3, 2)], {"lr": rng.uniform(0.05, 0.5), "precond_lr": rng.uniform(0.02, 0.08)})


def defaults(rng, xp):
    """No setting is given; parameters are small, so that a step of the default size shows."""
    case = drawn(rng, xp, [(2, 3)], {})
    return Case({**case.objects, "params": [1e-3 * p for p in case.objects["params"]]}, case.calls)


def borders(rng, xp):
    settings = [{**USUAL, name: corner} for name in USUAL for corner in RANGES[name].corners()]
    return together(drawn(rng, xp, [[(2, 3), (3, 2)][number % 2]], one) for number, one in enumerate(settings))


def balanced(rng, xp):
    """Gradient and noise that look alike through the factors."""
    case = drawn(rng, xp, [(3, 2)], USUAL)
    (left,), (right,), (grad,) = (case.objects[name] for name in ("Q_left", "Q_right", "grads"))
    noise = left.T @ (left @ grad @ right.T) @ right
    return Case({**case.objects, "noise": [noise]}, case.calls)


def balanced_law(seen, reference, case, xp):
    """Where A and B are equal the factors stay as they are."""
    for name in ("Q_left", "Q_right"):
        if not xp.allclose(seen.calls[0].objects[name].now[0], case.objects[name][0], rtol=0, atol=1e-9):
            return f"where A and B are equal, {name} should stay as it is"
    return None


def untouched(rng, xp):
    return drawn(rng, xp, [(2, 3), (3, 3)], USUAL, watch=("grads", "noise"))


def untouched_law(seen, reference, case, xp):
    """Gradients and noise are what they were."""
    for name in ("grads", "noise"):
        for before, now in zip(case.objects[name], seen.calls[0].objects[name].now, strict=True):
            if not xp.array_equal(before, now):
                return f"{name} have other values after the call"
    return None


def aliases(rng, xp):
    case = drawn(rng, xp, [(2, 3)], USUAL)
    own = {f"{name}_own": case.objects[name][0] for name in OUTPUTS}
    lists = {name: [Ref(f"{name}_own")] for name in OUTPUTS}
    return Case({**own, **case.objects, **lists}, (Call(ENTRY, tuple(map(Ref, GIVEN)), USUAL),))


def views(rng, xp):
    """Parameters, gradients and noise are transposed views of the caller's arrays."""
    case = drawn(rng, xp, [(3, 2)], USUAL)
    names = ("params", "grads", "noise")
    behind = {f"{name}_behind": xp.ascontiguousarray(case.objects[name][0].T) for name in names}
    objects = {**behind, **case.objects, **{name: [View(f"{name}_behind", "transposed")] for name in names}}
    return case_of(objects, USUAL, ("params_behind",))


TESTS = (
    Test("worked-examples", "the two examples of the statement", worked_examples, "public", contract=True),
    Test("one-step", "one step on a square matrix", one_step, "named"),
    Test("several-steps", "five steps with new gradients and noise", several_steps, "named"),
    Test("shapes", "wide, tall, thin and single matrices", shapes, "named"),
    Test("large-gradient", "a gradient far above the noise", large_gradient, "named"),
    Test("small-gradient", "a gradient far below the noise", small_gradient, "named"),
    Test("zero-gradient", "a gradient of zeros", zero_gradient, "named"),
    Test("zero-noise", "noise of zeros", zero_noise, "named"),
    Test("longest-row", "the longest row is not that of the largest entry", longest_row, "named"),
    Test("slow-fit", "other rates", slow_fit, "named"),
    Test("balanced", "factors stay where A and B are equal", balanced, "named", "property", check=balanced_law),
    Test("aliases", "the caller's own names see the change", aliases, "named", "in_place"),
    Test(
        "inputs-untouched", "gradients and noise stay as they are", untouched, "named", "property", check=untouched_law
    ),
    Test("defaults", "the default rates", defaults, "named"),
    Test("returns-none", "returns None", one_step, "named", "property", check=nothing_returned, contract=True),
    Test("borders", "both rates at both ends of their ranges", borders, "named"),
    Test("views", "matrices that are views of the caller's arrays", views, "named", "in_place"),
)
