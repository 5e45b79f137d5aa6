"""The tests of one Adam step: inputs and laws, no expected values. The first six carry the names their users know."""

from descent.judge.case import Call, Case, Ref, Test
from descent.judge.cases.corners import Function, State, corner_tests
from descent.judge.cases.updates import spread

OUTPUTS = ("params", "m", "v")
DEFAULTS = {"lr": 1e-3, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8}
FUNCTION = Function(
    "adam_step",
    {"m": State(), "v": State(2, positive=True)},
    {"lr": 0.1, "beta1": 0.8, "beta2": 0.95, "eps": 1e-4},
    counted="t",
    small={"eps": 0.0},
)


def zeros(arrays, xp):
    return [xp.zeros_like(array) for array in arrays]


def draw(rng, xp, *shapes):
    return [xp.asarray(rng.normal(size=shape)) for shape in shapes]


def varied(rng, xp, shape, low=-3.0, high=2.0):
    """Gradients whose size runs over `high - low` decades, of either sign, none near zero."""
    return spread(rng, xp, shape, low, high)


def steps(params, gradients, m, v, hypers, xp, first=1, observe=OUTPUTS):
    """A case of one call per list of gradients, the step counting from `first`; "grads" means those of the call."""
    objects = {"params": params, "m": m, "v": v}
    calls = []
    for number, grads in enumerate(gradients):
        own = f"grads{number}"
        objects[own] = grads
        args = (Ref("params"), Ref(own), Ref("m"), Ref("v"), first + number)
        watched = tuple(own if name == "grads" else name for name in observe)
        calls.append(Call("adam_step", args, hypers, observe=watched))
    return Case(objects, tuple(calls))


# The six known names


def first_step(rng, xp):
    one = {"params": [xp.asarray([1.0])], "grads": [xp.asarray([0.1])]}
    two = {"params2": [xp.asarray([10.0])], "grads2": [xp.asarray([2.0])]}
    moments = {"m": [xp.zeros(1)], "v": [xp.zeros(1)], "m2": [xp.zeros(1)], "v2": [xp.zeros(1)]}
    return Case(
        {**one, **two, **moments},
        (
            Call("adam_step", (Ref("params"), Ref("grads"), Ref("m"), Ref("v"), 1), observe=OUTPUTS),
            Call(
                "adam_step",
                (Ref("params2"), Ref("grads2"), Ref("m2"), Ref("v2"), 1),
                {"lr": 1.0, "eps": 1e-12},
                observe=("params2", "m2", "v2"),
            ),
        ),
    )


def step_one(rng, xp):
    params = draw(rng, xp, 5)
    hypers = {"lr": 0.05, "beta1": 0.8, "beta2": 0.97, "eps": 1e-3}
    return steps(params, [[varied(rng, xp, 5, -1, 1)]], zeros(params, xp), zeros(params, xp), hypers, xp)


def step_one_law(seen, reference, case, xp):
    """At t = 1 the correction undoes the averages: m_hat = g, v_hat = g^2, so the step is lr g / (|g| + eps)."""
    hypers = case.calls[0].kwargs
    (g,), (start,) = case.objects["grads0"], case.objects["params"]
    after = seen.calls[0].objects
    (p,), (m,), (v,) = (after[name].now for name in OUTPUTS)
    if not xp.allclose(m / (1 - hypers["beta1"]), g, rtol=1e-9, atol=0):
        return "at step 1, m / (1 - beta1) should be the gradient itself"
    if not xp.allclose(v / (1 - hypers["beta2"]), g * g, rtol=1e-9, atol=0):
        return "at step 1, v / (1 - beta2) should be the squared gradient"
    if not xp.allclose(start - p, hypers["lr"] * g / (abs(g) + hypers["eps"]), rtol=1e-9, atol=1e-12):
        return "at step 1, with m_hat = g and v_hat = g^2, params should move by -lr g / (|g| + eps)"
    return None


def constant_gradient(rng, xp):
    params = draw(rng, xp, 4)
    grads = varied(rng, xp, 4, -1, 1)
    return steps(params, [[grads]] * 30, zeros(params, xp), zeros(params, xp), {"lr": 0.1, "eps": 0.01}, xp)


def several_tensors(rng, xp):
    params = draw(rng, xp, 3, (2, 4), 1)
    gradients = [[varied(rng, xp, p.shape, -2, 1) for p in params] for _ in range(4)]
    return steps(params, gradients, zeros(params, xp), zeros(params, xp), {"lr": 0.1, "eps": 0.02}, xp)


def in_place(rng, xp):
    params = draw(rng, xp, 3, (2, 2))
    gradients = [[varied(rng, xp, p.shape, -0.5, 0.5) for p in params] for _ in range(2)]
    hypers = {"lr": 0.1, "eps": 0.02}
    return steps(params, gradients, zeros(params, xp), zeros(params, xp), hypers, xp, observe=(*OUTPUTS, "grads"))


def division_by_zero(rng, xp):
    params = draw(rng, xp, 4)
    silent = [xp.zeros(4)]
    gradients = [silent, silent, [varied(rng, xp, 4, -2, 0)], silent]
    return steps(params, gradients, zeros(params, xp), zeros(params, xp), {"lr": 0.1, "eps": 0.05}, xp)


# What those six let through


def varied_gradients(rng, xp):
    params = draw(rng, xp, 3)
    gradients = [[varied(rng, xp, 3)] for _ in range(21)]
    return steps(params, gradients, zeros(params, xp), zeros(params, xp), {"lr": 0.1, "eps": 1e-4}, xp)


def large_eps(rng, xp):
    params = draw(rng, xp, 3)
    gradients = [[varied(rng, xp, 3, -2, 1)] for _ in range(8)]
    hypers = {"lr": 0.3, "beta1": 0.37, "beta2": 0.61, "eps": 0.1}
    return steps(params, gradients, zeros(params, xp), zeros(params, xp), hypers, xp)


def resumed(rng, xp):
    params = draw(rng, xp, 4)
    m, v = [varied(rng, xp, 4, -1, 0)], [abs(varied(rng, xp, 4, -1, 0))]
    gradients = [[varied(rng, xp, 4, -2, 1)] for _ in range(3)]
    return steps(params, gradients, m, v, {"lr": 0.1, "eps": 0.03}, xp, first=7)


def every_hyperparameter(rng, xp):
    params = draw(rng, xp, 3, (2, 2))
    gradients = [[varied(rng, xp, p.shape, -2, 1) for p in params] for _ in range(5)]
    hypers = {
        "lr": rng.uniform(0.02, 0.5),
        "beta1": rng.uniform(0.3, 0.8),
        "beta2": rng.uniform(0.85, 0.98),
        "eps": rng.uniform(0.05, 0.5),
    }
    return steps(params, gradients, zeros(params, xp), zeros(params, xp), hypers, xp)


def shapes(rng, xp):
    params = draw(rng, xp, 1, 5, (3, 2), (2, 1, 3))
    gradients = [[varied(rng, xp, p.shape, -2, 1) for p in params] for _ in range(3)]
    return steps(params, gradients, zeros(params, xp), zeros(params, xp), {"lr": 0.2, "eps": 0.01}, xp)


def aliases(rng, xp):
    weight, bias = draw(rng, xp, (2, 3), 3)
    objects = {
        "weight": weight,
        "bias": bias,
        "params": [Ref("weight"), Ref("bias")],
        "grads": [varied(rng, xp, (2, 3), -1, 1), varied(rng, xp, 3, -1, 1)],
        "m": zeros([weight, bias], xp),
        "v": zeros([weight, bias], xp),
    }
    args = (Ref("params"), Ref("grads"), Ref("m"), Ref("v"))
    return Case(objects, tuple(Call("adam_step", (*args, t), {"lr": 0.1, "eps": 0.01}) for t in (1, 2)))


def untouched(rng, xp):
    params = draw(rng, xp, 4, (2, 2))
    gradients = [[varied(rng, xp, p.shape, -1, 1) for p in params]]
    return steps(params, gradients, zeros(params, xp), zeros(params, xp), {"lr": 0.1}, xp, observe=("grads",))


def untouched_law(seen, reference, case, xp):
    """The gradients after the call are those before it, and the list holds the same arrays."""
    after = seen.calls[0].objects["grads0"]
    if not all(slot.same for slot in after.slots):
        return "the list of gradients holds other arrays after the call"
    for before, now in zip(case.objects["grads0"], after.now, strict=True):
        if not xp.array_equal(before, now):
            return "the gradients have other values after the call"
    return None


def silent_gradients(rng, xp):
    params = draw(rng, xp, 3, 2)
    m = [varied(rng, xp, p.shape, -1, 0) for p in params]
    v = [abs(varied(rng, xp, p.shape, -1, 0)) for p in params]
    gradients = [zeros(params, xp), zeros(params, xp)]
    return steps(params, gradients, m, v, {"lr": 0.1, "eps": 0.03}, xp, first=5)


def returns_none(rng, xp):
    params = draw(rng, xp, 3)
    return steps(params, [[varied(rng, xp, 3, -1, 1)]], zeros(params, xp), zeros(params, xp), {}, xp)


def returns_none_law(seen, reference, case, xp):
    """The function works in place, so it has nothing to return."""
    return None if seen.calls[0].returned is None else "adam_step should return None"


def defaults(rng, xp):
    params = draw(rng, xp, 3)
    params = [p * 1e-3 for p in params]  # small, so that a step of the default size is seen in every digit
    gradients = [[varied(rng, xp, 3, -4, -3)] for _ in range(3)]
    return steps(params, gradients, zeros(params, xp), zeros(params, xp), {}, xp)


TESTS = (
    Test(
        "first-step",
        "first step from zero state",
        first_step,
        "public",
        rtol=1e-12,
        reason="one step from zero: eps shows in the tenth digit, and correct styles agree in the fifteenth",
        contract=True,
    ),
    Test("step-one", "at step 1 m_hat = g and v_hat = g^2", step_one, "named", "property", check=step_one_law),
    Test("constant-gradient", "constant gradient over many steps", constant_gradient, "named"),
    Test("several-tensors", "several tensors, each with its own buffers", several_tensors, "named"),
    Test("in-place", "mutation in place", in_place, "named", "in_place"),
    Test("division-by-zero", "eps prevents division by zero", division_by_zero, "named"),
    Test("varied-gradients", "21 steps with gradients of varied scale", varied_gradients, "named"),
    Test("large-eps", "odd betas and a large eps", large_eps, "named"),
    Test("resumed", "a run resumed at step 7, with moments that are not zero", resumed, "named"),
    Test("gradients-untouched", "the gradients stay as they are", untouched, "named", "property", check=untouched_law),
    Test("aliases", "the caller's own names see the change", aliases, "named", "in_place"),
    Test("silent-gradients", "zero gradients while the moments are not zero", silent_gradients, "named"),
    Test(
        "returns-none",
        "returns None",
        returns_none,
        "named",
        "property",
        check=returns_none_law,
        contract=True,
    ),
    Test("defaults", "the default hyperparameters", defaults, "named"),
    Test("every-hyperparameter", "every hyperparameter away from its default", every_hyperparameter),
    Test("shapes", "tensors of many shapes", shapes),
    *corner_tests(FUNCTION, RANGES),
)
