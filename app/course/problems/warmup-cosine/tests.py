"""The tests of warm-up and cosine: inputs and laws, no expected values."""

from descent.judge.case import Call, Case, Test


def schedule(steps, **settings):
    """A case of one call for each step."""
    return Case({}, tuple(Call("warmup_cosine", (int(step),), settings) for step in steps))


def drawn(rng, **others):
    warmup = int(rng.integers(5, 15))
    peak = rng.uniform(0.5, 2.0)
    return {"peak_lr": peak, "warmup_steps": warmup, "total_steps": warmup + int(rng.integers(20, 40))} | others


def example(rng, xp):
    return schedule((5, 10, 35), peak_lr=1.0, warmup_steps=10, total_steps=110)


def warm_up(rng, xp):
    settings = drawn(rng, init_lr=rng.uniform(0.1, 0.3))
    return schedule(range(settings["warmup_steps"] + 1), **settings)


def decay(rng, xp):
    settings = drawn(rng, end_lr=rng.uniform(0.05, 0.2))
    return schedule(range(settings["warmup_steps"], settings["total_steps"] + 1, 3), **settings)


def whole(rng, xp):
    settings = drawn(rng, init_lr=rng.uniform(0.1, 0.3), end_lr=rng.uniform(0.05, 0.2))
    return schedule(range(0, settings["total_steps"], 2), **settings)


def after_the_end(rng, xp):
    settings = drawn(rng, end_lr=rng.uniform(0.05, 0.2))
    last = settings["total_steps"]
    return schedule((last - 1, last, last + 1, last + 7, 2 * last, 50 * last), **settings)


def no_warm_up(rng, xp):
    settings = drawn(rng, warmup_steps=0, total_steps=int(rng.integers(8, 15)), init_lr=rng.uniform(0.1, 0.3))
    return schedule(range(0, 8), **settings)


def corners(rng, xp):
    settings = drawn(rng, init_lr=rng.uniform(0.1, 0.3), end_lr=rng.uniform(0.05, 0.2))
    return schedule((0, settings["warmup_steps"], settings["total_steps"]), **settings)


def corners_law(seen, reference, case, xp):
    """The schedule begins at init_lr, has its peak at the end of the warm-up, and ends at end_lr."""
    settings = case.calls[0].kwargs
    for place, (call, name) in enumerate(zip(seen.calls, ("init_lr", "peak_lr", "end_lr"), strict=True)):
        if not xp.isclose(call.returned, settings[name], rtol=1e-9, atol=1e-12):
            where = ("step 0", "step warmup_steps", "step total_steps")[place]
            return f"at {where} the learning rate should be {name}"
    return None


def middle(rng, xp):
    warmup, half = int(rng.integers(5, 15)), int(rng.integers(10, 20))
    pairs = [warmup + half - 1, warmup + half, warmup + half + 1, warmup + half - 5, warmup + half + 5]
    settings = {"peak_lr": rng.uniform(0.5, 2.0), "end_lr": rng.uniform(0.1, 0.3)}
    return schedule(pairs, warmup_steps=warmup, total_steps=warmup + 2 * half, **settings)


def middle_law(seen, reference, case, xp):
    """Half a cosine is symmetric about its middle, where it is half-way down."""
    settings = case.calls[0].kwargs
    before, centre, after, early, late = (call.returned for call in seen.calls)
    both = settings["peak_lr"] + settings["end_lr"]
    for total in (2 * centre, before + after, early + late):
        if not xp.isclose(total, both, rtol=1e-9):
            return "the cosine should be symmetric about its middle, half-way between peak_lr and end_lr"
    return None


def rising(rng, xp):
    warmup = int(rng.integers(4, 9))
    start = rng.uniform(1.0, 2.0)
    settings = {"init_lr": start, "peak_lr": 0.5 * start, "end_lr": 0.9 * start}
    return schedule(range(0, warmup + 12), warmup_steps=warmup, total_steps=warmup + 10, **settings)


def borders(rng, xp):
    """Rates at both ends, a run that is all warm-up but its last step, one of a single step, and very long ones."""
    calls = []
    for name in ("peak_lr", "init_lr", "end_lr"):
        for value in (0, 10):
            settings = {"peak_lr": 1.5, "warmup_steps": 4, "total_steps": 12, "init_lr": 0.3, "end_lr": 0.2, name: value}
            calls += schedule((0, 3, 7, 12), **settings).calls
    ends = {"init_lr": rng.uniform(0.1, 0.3), "end_lr": rng.uniform(0.05, 0.2)}
    calls += schedule((0, 5, 8, 9, 10), peak_lr=1.0, warmup_steps=9, total_steps=10, **ends).calls
    calls += schedule((0, 1, 2), peak_lr=2.0, warmup_steps=0, total_steps=1, **ends).calls
    calls += schedule((0, 1, 2, 3), peak_lr=2.0, warmup_steps=1, total_steps=9, **ends).calls
    late = (1999, 2000, 10_000, 999_999, 1_000_000)
    calls += schedule(late, peak_lr=0.7, warmup_steps=2000, total_steps=1_000_000, **ends).calls
    calls += schedule((10_000, 999_998, 1_000_000), peak_lr=0.7, warmup_steps=999_999, total_steps=1_000_000).calls
    calls.append(Call("warmup_cosine", (3, 2, 6, 20, 1, 1)))
    return Case({}, tuple(calls))


def small_rates(rng, xp):
    """Rates as they are used, down to nothing at both ends."""
    calls = []
    for peak in (3e-4, 10.0 ** rng.uniform(-6, -5), 1e-9):
        settings = {"peak_lr": peak, "warmup_steps": 7, "total_steps": 61}
        calls += schedule((0, 1, 3, 7, 8, 29, 53, 60, 61, 90), **settings).calls
    return Case({}, tuple(calls))


TESTS = (
    Test("example", "the worked examples", example, "public", contract=True),
    Test("warm-up", "the line of the warm-up", warm_up, "named"),
    Test("decay", "the cosine after it", decay, "named"),
    Test("after-the-end", "what comes after the last step", after_the_end, "named"),
    Test("corners", "start, peak and end", corners, "named", "property", check=corners_law),
    Test("middle", "the cosine is symmetric about its middle", middle, "named", "property", check=middle_law),
    Test("no-warm-up", "no warm-up at all", no_warm_up, "named"),
    Test("whole", "a whole schedule", whole),
    Test("upside-down", "a schedule that falls first and rises afterwards", rising),
    Test("borders", "rates and lengths at both ends of their ranges", borders, "named"),
    Test(
        "small-rates",
        "small rates that begin and end at 0",
        small_rates,
        "named",
        atol=1e-18,
        reason="small rates count here to their last digits; the cosine may leave 1e-16 of one at its end",
    ),
)
