"""The tests of gradient accumulation: inputs and laws, no expected values."""

from descent.judge.case import Call, Case, Ref, Test, View
from descent.judge.cases.steps import draw, nothing_returned, varied, zeros
from descent.judge.cases.together import together

ENTRY = "accumulated_step"
USUAL = {"lr": 0.1, "momentum": 0.7}


def step(params, velocity, micro_grads, counts, settings, watch=()):
    """One call; after it params, velocity and what `watch` names are looked at."""
    objects = {"params": params, "velocity": velocity, "micro_grads": micro_grads}
    args = (Ref("params"), Ref("micro_grads"), counts, Ref("velocity"))
    return Case(objects, (Call(ENTRY, args, settings, observe=("params", "velocity", *watch)),))


def drawn(rng, xp, counts, settings, shapes=(3, (2, 2)), low=-2.0, high=1.0, fresh=False, watch=()):
    """One call on drawn arrays, with a velocity that is not zero unless `fresh`."""
    params = draw(rng, xp, *shapes)
    velocity = zeros(params, xp) if fresh else varied(rng, xp, params, -1.0, 0.0)
    micro_grads = [varied(rng, xp, params, low, high) for _ in counts]
    return step(params, velocity, micro_grads, counts, settings, watch)


def worked_examples(rng, xp):
    one, half, three, two = (xp.asarray([value]) for value in (1.0, 0.5, 3.0, 2.0))
    return together(
        [
            step([one], [xp.asarray([0.0])], [[one], [three]], [3, 1], {}),
            step([two], [half], [[-one], [half], [two]], [1, 4, 5], {"lr": 0.5, "momentum": 0.5}),
        ]
    )


def unequal(rng, xp):
    return together(drawn(rng, xp, counts, USUAL) for counts in ([5, 1], [2, 7, 3], [1, 1, 1, 9]))


def equal(rng, xp):
    return drawn(rng, xp, [4, 4, 4], USUAL)


def single(rng, xp):
    return drawn(rng, xp, [6], USUAL)


def many(rng, xp):
    counts = [int(count) for count in rng.integers(1, 30, size=12)]
    return drawn(rng, xp, counts, USUAL, shapes=(2,))


def empty_micro_batches(rng, xp):
    return together(drawn(rng, xp, counts, USUAL) for counts in ([0, 3, 2], [4, 0], [1, 0, 0, 2]))


def large_counts(rng, xp):
    return drawn(rng, xp, [1_000_000, 1, 250_000], USUAL)


def several_steps(rng, xp):
    """The velocity goes from step to step; the number of micro-batches changes."""
    params = draw(rng, xp, 3, 2)
    objects = {"params": params, "velocity": zeros(params, xp)}
    calls = []
    for number, counts in enumerate(([3, 1], [2, 2, 5], [4], [1, 6])):
        objects[f"micro_grads{number}"] = [varied(rng, xp, params) for _ in counts]
        args = (Ref("params"), Ref(f"micro_grads{number}"), counts, Ref("velocity"))
        calls.append(Call(ENTRY, args, USUAL, observe=("params", "velocity")))
    return Case(objects, tuple(calls))


def defaults(rng, xp):
    return together(drawn(rng, xp, [2, 5], {}) for _ in range(2))


def borders(rng, xp):
    settings = [{**USUAL, name: corner} for name in USUAL for corner in RANGES[name].corners()]
    return together(drawn(rng, xp, [2, 3 + number], one) for number, one in enumerate(settings))


def untouched(rng, xp):
    return drawn(rng, xp, [3, 1, 2], USUAL, watch=("micro_grads",))


def untouched_law(seen, reference, case, xp):
    """The gradients of every micro-batch are what they were."""
    for before, after in zip(case.objects["micro_grads"], seen.calls[0].objects["micro_grads"].now, strict=True):
        if not all(xp.array_equal(one, other) for one, other in zip(before, after, strict=True)):
            return "the gradients have other values after the call"
    return None


def aliases(rng, xp):
    weight, bias = draw(rng, xp, (2, 3), 3)
    both = [weight, bias]
    objects = {"weight": weight, "bias": bias, "params": [Ref("weight"), Ref("bias")], "velocity": zeros(both, xp)}
    objects["micro_grads"] = [varied(rng, xp, both) for _ in range(2)]
    args = (Ref("params"), Ref("micro_grads"), [1, 3], Ref("velocity"))
    return Case(objects, (Call(ENTRY, args, USUAL),) * 2)


def limits(rng, xp):
    return drawn(rng, xp, [2, 1], USUAL, shapes=((), (0, 3), (0,), 1, (3, 1, 2)))


def views(rng, xp):
    """Parameters, velocity and gradients are transposed views of the caller's arrays."""
    case = drawn(rng, xp, [2, 3], USUAL, shapes=((3, 2),))
    objects = dict(case.objects)
    behind = {f"{name}_behind": xp.ascontiguousarray(objects[name][0].T) for name in ("params", "velocity")}
    objects |= {name: [View(f"{name}_behind", "transposed")] for name in ("params", "velocity")}
    for number, (grad,) in enumerate(objects["micro_grads"]):
        objects[f"grad_behind{number}"] = xp.ascontiguousarray(grad.T)
    objects["micro_grads"] = [[View(f"grad_behind{number}", "transposed")] for number in (0, 1)]
    objects = {name: objects[name] for name in sorted(objects, key=lambda name: "behind" not in name)}
    (call,) = case.calls
    return Case({**behind, **objects}, (Call(ENTRY, call.args, call.kwargs, observe=("params", "velocity", *behind)),))


def sizes(rng, xp):
    cases = []
    for size in (1e-99, 1e99):
        case = drawn(rng, xp, [3, 2], USUAL, low=-1.0, high=0.0)
        scaled = {name: _scaled(value, size) for name, value in case.objects.items()}
        cases.append(Case(scaled, case.calls))
    return together(cases)


def _scaled(value, size):
    return [_scaled(one, size) for one in value] if isinstance(value, list) else value * size


TESTS = (
    Test("worked-examples", "the two examples of the statement", worked_examples, "public", contract=True),
    Test("unequal", "micro-batches of unequal size", unequal, "named"),
    Test("equal", "micro-batches of equal size", equal, "named"),
    Test("single", "one micro-batch", single, "named"),
    Test("many", "a dozen micro-batches", many, "named"),
    Test("several-steps", "several steps, each with other micro-batches", several_steps, "named"),
    Test("empty", "micro-batches without examples", empty_micro_batches, "named"),
    Test("large-counts", "a million examples beside one", large_counts, "named"),
    Test("aliases", "the caller's own names see the change", aliases, "named", "in_place"),
    Test("gradients-untouched", "the gradients stay as they are", untouched, "named", "property", check=untouched_law),
    Test("defaults", "the default hyperparameters", defaults, "named"),
    Test("returns-none", "returns None", several_steps, "named", "property", check=nothing_returned, contract=True),
    Test("borders", "every setting at both ends of its range", borders, "named"),
    Test("limits", "tensors without an axis or without an entry", limits, "named"),
    Test("views", "tensors that are views of the caller's arrays", views, "named", "in_place"),
    Test(
        "sizes",
        "numbers of the smallest and the largest size",
        sizes,
        "named",
        atol=0.0,
        reason="numbers of every size count here, so the smallest one may not vanish in an absolute tolerance",
    ),
)
