"""The tests of an average of weights: inputs and laws, no expected values."""

from descent.judge.case import Call, Case, Ref, Test, View
from descent.judge.cases.steps import draw, nothing_returned, varied
from descent.judge.cases.together import together

ENTRY = "ema_step"
USUAL = {"decay": 0.7, "warmup": False}


def update(averages, params, t, settings, watch=()):
    """One call; after it the averages are looked at, and what `watch` names."""
    objects = {"averages": averages, "params": params}
    args = (Ref("averages"), Ref("params"), t)
    return Case(objects, (Call(ENTRY, args, settings, observe=("averages", *watch)),))


def counter(rng, xp, shape=()):
    """Whole numbers, as a model counts batches."""
    return xp.asarray(rng.integers(3, 1000, size=shape), dtype=xp.int64)


def drawn(rng, xp, t, settings, shapes=(3, (2, 2)), counters=False, watch=()):
    """One call on drawn arrays."""
    averages, params = draw(rng, xp, *shapes), draw(rng, xp, *shapes)
    if counters:
        averages, params = ([*arrays, counter(rng, xp), counter(rng, xp, 2)] for arrays in (averages, params))
    return update(averages, params, t, settings, watch)


def worked_examples(rng, xp):
    return together(
        [
            update([xp.asarray([1.0])], [xp.asarray([2.0])], 1, {}),
            update(
                [xp.asarray([1.0, -1.0]), xp.asarray([3], dtype=xp.int64)],
                [xp.asarray([2.0, 0.0]), xp.asarray([7], dtype=xp.int64)],
                100,
                {"decay": 0.75},
            ),
        ]
    )


def run(rng, xp, count, settings, first=1):
    """Several steps of training; the average goes from one to the next."""
    objects = {"averages": draw(rng, xp, 3, (2, 2))}
    calls = []
    for number in range(count):
        objects[f"params{number}"] = varied(rng, xp, objects["averages"])
        args = (Ref("averages"), Ref(f"params{number}"), first + number)
        calls.append(Call(ENTRY, args, settings, observe=("averages",)))
    return Case(objects, tuple(calls))


def from_the_start(rng, xp):
    return run(rng, xp, 8, {"decay": 0.5})


def without_warm_up(rng, xp):
    return run(rng, xp, 4, {"decay": rng.uniform(0.3, 0.9), "warmup": False})


def in_the_warm_up(rng, xp):
    return together(drawn(rng, xp, t, {"decay": 0.99}) for t in (1, 2, 10, 60))


def past_the_warm_up(rng, xp):
    return together(drawn(rng, xp, t, {"decay": 0.6}) for t in (12, 13, 14, 500))


def defaults(rng, xp):
    return together(drawn(rng, xp, t, {}) for t in (5, 20_000))


def late_steps(rng, xp):
    return together(drawn(rng, xp, t, {"decay": decay}) for t in (10_000, 1_000_000) for decay in (0.9999, 0.99999))


def borders(rng, xp):
    settings = [
        {**USUAL, "decay": corner, "warmup": warm} for corner in RANGES["decay"].corners() for warm in (True, False)
    ]
    return together(drawn(rng, xp, 3 + 40 * number, one) for number, one in enumerate(settings))


def counters(rng, xp):
    return together(drawn(rng, xp, t, {"decay": 0.7}, shapes=(2,), counters=True) for t in (1, 400))


def counters_go_on(rng, xp):
    """After the call the training counts on in params; the average must not."""
    first, second = counter(rng, xp, 2), counter(rng, xp, 2)
    objects = {"averages": [first], "params": [second], "later": [second + 1]}
    calls = [Call(ENTRY, (Ref("averages"), Ref(name), 5), {"decay": 0.7}) for name in ("params", "later")]
    return Case(objects, tuple(calls))


def params_untouched(seen, reference, case, xp):
    """The parameters are what they were, and no array of the averages is one of theirs."""
    for call in seen.calls:
        after = call.objects["params"]
        for before, now in zip(case.objects["params"], after.now, strict=True):
            if not xp.array_equal(before, now):
                return "params have other values after the call"
        if not all(slot.same for slot in after.slots):
            return "the list params holds other arrays after the call"
    return None


def one_step(rng, xp):
    return drawn(rng, xp, int(rng.integers(1, 900)), {"decay": rng.uniform(0.1, 0.9)}, counters=True, watch=("params",))


def limits(rng, xp):
    return drawn(rng, xp, 7, USUAL, shapes=((), (0, 3), (0,), 1, (3, 1, 2)))


def views(rng, xp):
    """Averages and parameters are views of the caller's arrays."""
    objects = {"averages_behind": rng.normal(size=(3, 2)), "params_behind": rng.normal(size=(6, 2))}
    objects["averages"] = [View("averages_behind", "backwards")]
    objects["params"] = [View("params_behind", "every second")]
    call = Call(
        ENTRY, (Ref("averages"), Ref("params"), 40), USUAL, observe=("averages", "averages_behind", "params_behind")
    )
    transposed = {"averages_behind": rng.normal(size=(3, 2)), "averages": [View("averages_behind", "transposed")]}
    transposed["params"] = [rng.normal(size=(2, 3))]
    again = Call(ENTRY, (Ref("averages"), Ref("params"), 40), USUAL, observe=("averages", "averages_behind"))
    return together([Case(objects, (call,)), Case(transposed, (again,))])


def sizes(rng, xp):
    cases = []
    for size in (1e-99, 1e99):
        averages, params = (varied(rng, xp, draw(rng, xp, 3, (2, 2)), -1.0, 0.0) for _ in range(2))
        cases.append(update([size * a for a in averages], [size * p for p in params], 30, USUAL))
    return together(cases)


def aliases(rng, xp):
    weight, bias = draw(rng, xp, (2, 3), 3)
    objects = {"weight": weight, "bias": bias, "averages": [Ref("weight"), Ref("bias")]}
    objects["params"] = draw(rng, xp, (2, 3), 3)
    return Case(objects, tuple(Call(ENTRY, (Ref("averages"), Ref("params"), t), USUAL) for t in (4, 5)))


TESTS = (
    Test("worked-examples", "the two examples of the statement", worked_examples, "public", contract=True),
    Test("from-the-start", "eight steps from the start", from_the_start, "named"),
    Test("without-warm-up", "without the warm-up", without_warm_up, "named"),
    Test("in-the-warm-up", "in the warm-up", in_the_warm_up, "named"),
    Test("past-the-warm-up", "where the warm-up ends", past_the_warm_up, "named"),
    Test("counters", "arrays of whole numbers", counters, "named"),
    Test("counters-go-on", "a counter that goes on in params", counters_go_on, "named", "in_place"),
    Test("params-untouched", "params stay as they are", one_step, "named", "property", check=params_untouched),
    Test("aliases", "the caller's own names see the change", aliases, "named", "in_place"),
    Test("defaults", "the default decay, early and late", defaults, "named"),
    Test("returns-none", "returns None", from_the_start, "named", "property", check=nothing_returned, contract=True),
    Test("late-steps", "very late steps", late_steps, "named"),
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
