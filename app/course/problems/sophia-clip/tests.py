"""The tests of Sophia with Hutchinson's estimate: inputs and laws, no expected values."""

from descent.judge.case import Call, Case, Ref, Test
from descent.judge.cases.corners import Function, State, corner_tests
from descent.judge.cases.updates import spread

OUTPUTS = ("params", "m", "h")
# Curvatures near 100 and gradients near 1 bring quotients to both sides of a rho near 1.
MODERATE = {"lr": 0.1, "gamma": 0.01, "rho": 0.8}
FUNCTION = Function(
    "sophia_step",
    {"m": State(), "h": State(0)},
    {"lr": 0.1, "beta1": 0.7, "beta2": 0.6, "gamma": 0.5, "rho": 1e5, "eps": 1e-5},
    shapes=((8,), (4, 3)),
    extra={"probes": State(0), "products": State(0)},
    scale=1.0,
)


def varied(rng, xp, shape, low=-1.5, high=0.5):
    """Values whose size runs over `high - low` decades, of either sign, none near zero."""
    return spread(rng, xp, shape, low, high)


def steps(shapes, number, hypers, rng, xp, every=1, gaussian=False, curvature=varied):
    """A case of `number` steps from moments that are not zero; every so many of them come with probes."""
    objects = {
        "params": [xp.asarray(rng.normal(size=shape)) for shape in shapes],
        "m": [varied(rng, xp, shape, -1, 0) for shape in shapes],
        "h": [xp.asarray(100 * curvature(rng, xp, shape)) for shape in shapes],
    }
    calls = []
    for step in range(number):
        own = f"grads{step}"
        objects[own] = [varied(rng, xp, shape) for shape in shapes]
        arguments = [Ref("params"), Ref(own), Ref("m"), Ref("h")]
        seen = [*OUTPUTS, own]
        if step % every == 0:
            u, hu = f"probes{step}", f"products{step}"
            drawn = [rng.normal(size=s) if gaussian else rng.choice([-1.0, 1.0], size=s) for s in shapes]
            objects[u] = [xp.asarray(probe) for probe in drawn]
            objects[hu] = [xp.asarray(100 * varied(rng, xp, shape)) for shape in shapes]
            arguments += [Ref(u), Ref(hu)]
            seen += [u, hu]
        calls.append(Call("sophia_step", tuple(arguments), hypers, observe=tuple(seen)))
    return Case(objects, tuple(calls))


def example(rng, xp):
    values = {
        "params": [1.0, 2.0],
        "grads": [0.01, 4.0],
        "m": [0.02, -0.3],
        "h": [100.0, 50.0],
        "probes": [1.0, -1.0],
        "products": [80.0, 30.0],
    }
    objects = {name: [xp.asarray(value)] for name, value in values.items()}
    return Case(objects, (Call("sophia_step", tuple(map(Ref, objects)), {"lr": 0.1}, observe=OUTPUTS),))


def estimates(rng, xp):
    return steps([30], 4, MODERATE | {"beta1": 0.5, "beta2": 0.6}, rng, xp)


def gaussian(rng, xp):
    return steps([(4, 6), 12], 3, MODERATE | {"beta1": 0.5, "beta2": 0.6}, rng, xp, gaussian=True)


def now_and_then(rng, xp):
    return steps([30], 5, MODERATE | {"beta1": 0.6, "beta2": 0.7}, rng, xp, every=3)


def both_ends(rng, xp):
    return steps([30], 2, MODERATE | {"rho": rng.uniform(0.3, 0.9)}, rng, xp)


def bound(rng, xp):
    return steps([40], 2, MODERATE | {"rho": rng.uniform(0.2, 0.4), "beta1": 0.5}, rng, xp)


def bound_law(seen, reference, case, xp):
    """No parameter moves further than lr rho, and where the curvature is negative each moves as far as that."""
    given = case.calls[0].kwargs
    most = given["lr"] * given["rho"]
    before = case.objects["params"][0]
    for call in seen.calls:
        now, h = (call.objects[name].now[0] for name in ("params", "h"))
        moved = xp.abs(now - before)
        if not xp.allclose(xp.maximum(moved, most), most, rtol=1e-9):
            return "no parameter may move further than lr * rho"
        if not xp.allclose(moved[h < 0], most, rtol=1e-9):
            return "where h is negative, a parameter should move by lr * rho"
        if not (xp.sign(before - now) == xp.sign(call.objects["m"].now[0])).all():
            return "every parameter should move against the sign of m"
        before = now
    return None


def large_eps(rng, xp):
    return steps([40], 3, MODERATE | {"rho": 0.6, "eps": rng.uniform(0.6, 1.2)}, rng, xp)


def in_place(rng, xp):
    return steps([30, (5, 6)], 2, MODERATE, rng, xp, every=2)


def silent(rng, xp):
    case = steps([40], 3, MODERATE | {"beta1": 0.5, "beta2": 0.6}, rng, xp)
    zero = [xp.zeros(40)]
    return Case({**case.objects, "grads0": zero, "products1": zero, "m": zero, "grads2": zero}, case.calls)


def defaults(rng, xp):
    """No setting is given; where h is zero, averages are so small that the default eps shows."""
    case = steps([12], 3, {}, rng, xp, every=2)
    small = {"params": [1e-3 * p for p in case.objects["params"]]}
    tiny = {name: [1e-14 * x for x in case.objects[name]] for name in ("m", "grads0", "grads1", "grads2")}
    flat = {name: [x * (xp.arange(12) % 2) for x in case.objects[name]] for name in ("h", "probes0", "probes2")}
    even = {name: [xp.where(xp.arange(12) % 2, 1e14 * x, x) for x in arrays] for name, arrays in tiny.items()}
    return Case({**case.objects, **small, **even, **flat}, case.calls)


def every_hyperparameter(rng, xp):
    hypers = {
        "lr": rng.uniform(0.05, 0.3),
        "beta1": rng.uniform(0.3, 0.7),
        "beta2": rng.uniform(0.4, 0.8),
        "gamma": rng.uniform(0.02, 0.05),
        "rho": rng.uniform(0.3, 0.6),
        "eps": rng.uniform(0.2, 0.4),
    }
    return steps([(4, 6), 12, 1], 4, hypers, rng, xp, every=2, gaussian=True)


TESTS = (
    Test("example", "the worked example", example, "public", contract=True),
    Test("estimates", "an estimate at every step", estimates, "named"),
    Test("gaussian", "probes that are not +1 and -1", gaussian, "named"),
    Test("now-and-then", "an estimate at every third step", now_and_then, "named"),
    Test("both-ends", "quotients beyond rho and -rho, and between", both_ends, "named"),
    Test("bound", "no parameter moves further than lr * rho", bound, "named", "property", check=bound_law),
    Test("in-place", "params, m and h change in place, nothing else does", in_place, "named", "in_place"),
    Test("silent", "zero gradients and a zero estimate", silent, "named"),
    Test("defaults", "the default hyperparameters", defaults, "named"),
    Test("large-eps", "a large eps", large_eps),
    Test("every-hyperparameter", "every hyperparameter away from its default", every_hyperparameter),
    *corner_tests(FUNCTION, RANGES),
)
