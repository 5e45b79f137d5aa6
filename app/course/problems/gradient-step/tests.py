"""The tests of one step of gradient descent: inputs and laws, no expected values."""

from descent.judge.case import Call, Case, Ref, Test
from descent.judge.cases.corners import Function, corner_tests
from descent.judge.cases.steps import draw, gradients, nothing_returned, steps, untouched, varied, zeros

ENTRY = "gradient_step"
FUNCTION = Function(ENTRY, {}, {"lr": 0.3}, scale=1.0)


def worked_examples(rng, xp):
    objects = {
        "params": [xp.asarray([1.0])],
        "grads": [xp.asarray([0.5])],
        "params2": [xp.asarray([-2.0])],
        "grads2": [xp.asarray([-4.0])],
    }
    first = Call(ENTRY, (Ref("params"), Ref("grads")), {"lr": 0.1}, observe=("params",))
    second = Call(ENTRY, (Ref("params2"), Ref("grads2")), {"lr": 0.25}, observe=("params2",))
    return Case(objects, (first, second))


def varied_gradients(rng, xp):
    params = draw(rng, xp, 4)
    return steps(ENTRY, params, {}, gradients(rng, xp, params, 8, -3, 2), {"lr": rng.uniform(0.05, 0.5)})


def several_tensors(rng, xp):
    params = draw(rng, xp, 3, (2, 4), 1)
    return steps(ENTRY, params, {}, gradients(rng, xp, params, 3), {"lr": 0.2})


def aliases(rng, xp):
    weight, bias = draw(rng, xp, (2, 3), 3)
    objects = {
        "weight": weight,
        "bias": bias,
        "params": [Ref("weight"), Ref("bias")],
        "grads": varied(rng, xp, [weight, bias]),
    }
    return Case(objects, tuple(Call(ENTRY, (Ref("params"), Ref("grads")), {"lr": lr}) for lr in (0.1, 0.3)))


def silent_gradients(rng, xp):
    params = draw(rng, xp, 3, 2)
    silent, loud = zeros(params, xp), varied(rng, xp, params, 0.5, 1.0)
    return steps(ENTRY, params, {}, [silent, [silent[0], loud[1]], silent], {"lr": 0.3})


def watched_gradients(rng, xp):
    params = draw(rng, xp, 4, (2, 2))
    return steps(ENTRY, params, {}, gradients(rng, xp, params, 2), {"lr": 0.1}, watch=("grads",))


def sum_of_gradients(rng, xp):
    """Three times the same start; the third gradient is the sum of the other two."""
    (start,) = draw(rng, xp, 5)
    one, two = (varied(rng, xp, [start])[0] for _ in range(2))
    objects, calls = {}, []
    for number, g in enumerate((one, two, one + two)):
        objects[f"params{number}"], objects[f"grads{number}"] = [start], [g]
        args = (Ref(f"params{number}"), Ref(f"grads{number}"))
        calls.append(Call(ENTRY, args, {"lr": 0.2}, observe=(f"params{number}",)))
    return Case(objects, tuple(calls))


def linear(seen, reference, case, xp):
    """The step for a sum of gradients is the sum of the steps, and it goes down."""
    moves = []
    for number, call in enumerate(seen.calls):
        (start,), (g,) = case.objects[f"params{number}"], case.objects[f"grads{number}"]
        (now,) = call.objects[f"params{number}"].now
        moves.append(now - start)
        if not xp.sum(moves[number] * g) < 0:
            return "the step should go down: its product with the gradient should be negative"
    if not xp.allclose(moves[0] + moves[1], moves[2], rtol=1e-9, atol=1e-12):
        return "the step for g1 + g2 should be the step for g1 plus the step for g2"
    return None


def default_rate(rng, xp):
    params = draw(rng, xp, 3)
    return steps(ENTRY, params, {}, gradients(rng, xp, params, 2, 0, 2), {})


def shapes(rng, xp):
    params = draw(rng, xp, 1, 5, (3, 2), (2, 1, 3))
    return steps(ENTRY, params, {}, gradients(rng, xp, params, 2), {"lr": rng.uniform(0.1, 1.0)})


TESTS = (
    Test("worked-examples", "the two examples of the statement", worked_examples, "public", contract=True),
    Test("varied-gradients", "eight steps with gradients of varied scale", varied_gradients, "named"),
    Test("several-tensors", "several tensors, each with its own gradient", several_tensors, "named"),
    Test("aliases", "the caller's own names see the change", aliases, "named", "in_place"),
    Test("silent-gradients", "zero gradients for some tensors or all", silent_gradients, "named"),
    Test(
        "gradients-untouched",
        "the gradients stay as they are",
        watched_gradients,
        "named",
        "property",
        check=untouched,
    ),
    Test("linear", "the step for a sum is the sum of the steps", sum_of_gradients, "named", "property", check=linear),
    Test("default-rate", "the default learning rate", default_rate, "named"),
    Test(
        "returns-none",
        "returns None",
        varied_gradients,
        "named",
        "property",
        check=nothing_returned,
        contract=True,
    ),
    Test("shapes", "tensors of many shapes", shapes),
    *corner_tests(FUNCTION, RANGES),
)
