"""The tests of a run of gradients that should bring out a fault.

The right Adam and the wrong ones run here, on what the submission returns; a test is passed if they end up apart.
"""

from descent.judge.case import Call, Case, Test

MOST_STEPS = 10
LARGEST = 1000.0


def adam(p, g, m, v, t, lr, beta1, beta2, eps, xp):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    return p - lr * m / (1 - beta1**t) / (xp.sqrt(v / (1 - beta2**t)) + eps), m, v


def no_bias_correction(p, g, m, v, t, lr, beta1, beta2, eps, xp):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    return p - lr * m / (xp.sqrt(v) + eps), m, v


def correction_fixed_at_one(p, g, m, v, t, lr, beta1, beta2, eps, xp):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    return p - lr * m / (1 - beta1) / (xp.sqrt(v / (1 - beta2)) + eps), m, v


def sign_of_gradient(p, g, m, v, t, lr, beta1, beta2, eps, xp):
    return p - lr * xp.sign(g), m, v


def betas_swapped(p, g, m, v, t, lr, beta1, beta2, eps, xp):
    return adam(p, g, m, v, t, lr, beta2, beta1, eps, xp)


def mean_of_squares(p, g, m, v, t, lr, beta1, beta2, eps, xp):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * xp.mean(g**2)
    return p - lr * m / (1 - beta1**t) / (xp.sqrt(v / (1 - beta2**t)) + eps), m, v


def silent_tensors_skipped(p, g, m, v, t, lr, beta1, beta2, eps, xp):
    return adam(p, g, m, v, t, lr, beta1, beta2, eps, xp) if g.any() else (p, m, v)


def maximum_kept(p, g, m, v, t, lr, beta1, beta2, eps, xp):
    m = beta1 * m + (1 - beta1) * g
    v = xp.maximum(v, beta2 * v + (1 - beta2) * g**2)
    return p - lr * m / (1 - beta1**t) / (xp.sqrt(v / (1 - beta2**t)) + eps), m, v


def eps_inside_root(p, g, m, v, t, lr, beta1, beta2, eps, xp):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    return p - lr * m / (1 - beta1**t) / xp.sqrt(v / (1 - beta2**t) + eps), m, v


def eps_on_uncorrected_root(p, g, m, v, t, lr, beta1, beta2, eps, xp):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    return p - lr * xp.sqrt(1 - beta2**t) * m / (1 - beta1**t) / (xp.sqrt(v) + eps), m, v


FAULTS = {
    function.__name__: function
    for function in (
        no_bias_correction,
        correction_fixed_at_one,
        sign_of_gradient,
        betas_swapped,
        mean_of_squares,
        silent_tensors_skipped,
        maximum_kept,
        eps_inside_root,
        eps_on_uncorrected_root,
    )
}


def parts(fault, gradients, settings, xp):
    """Whether the right Adam and the wrong one, both from zero, are ever more than a hundredth of lr apart."""
    right = wrong = (xp.zeros(settings["size"]),) * 3
    given = (settings["lr"], settings["beta1"], settings["beta2"], settings["eps"], xp)
    for t, g in enumerate(gradients, start=1):
        right = adam(right[0], g, right[1], right[2], t, *given)
        wrong = FAULTS[fault](wrong[0], g, wrong[1], wrong[2], t, *given)
        if not (abs(right[0] - wrong[0]) <= 0.01 * settings["lr"]).all():
            return True
    return False


def shows_law(seen, reference, case, xp):
    """At every corner the right Adam and the wrong one part by more than a hundredth of lr somewhere on the way."""
    for made, call in zip(case.calls, seen.calls, strict=True):
        broken = broken_at(made.kwargs, call.returned, xp)
        if broken:
            given = ", ".join(f"{name}={value:.4g}" for name, value in made.kwargs.items() if name != "fault")
            return f"{broken} (with {given})" if len(case.calls) > 1 else broken
    return None


def broken_at(settings, returned, xp):
    """What is wrong with a returned run, in words, or None."""
    if not isinstance(returned, list | tuple):
        return "breaking_gradients should return a list of gradients, one for each step"
    gradients = [xp.asarray(g, dtype=xp.float64) for g in returned]
    if not gradients or len(gradients) > MOST_STEPS:
        return f"the run should have from 1 to {MOST_STEPS} steps, and has {len(gradients)}"
    if any(g.shape != (settings["size"],) for g in gradients):
        return "every gradient should be an array with `size` entries"
    if not all(xp.isfinite(g).all() and (xp.abs(g) <= LARGEST).all() for g in gradients):
        return f"every entry should be finite and at most {LARGEST:g} in size"
    wanted = FAULTS if settings["fault"] == "every_fault" else [settings["fault"]]
    hidden = [name for name in wanted if not parts(name, gradients, settings, xp)]
    return f"on this run the fault does not show: {', '.join(hidden)}" if hidden else None


def ends(name):
    return RANGES[name].low, RANGES[name].high


def corners(fault):
    """Settings at four corners of their ranges: the size and both betas with every pair of their ends."""
    for number in range(4):
        one, two = number & 1, number >> 1
        chosen = {"size": one, "beta1": two, "beta2": one ^ two, "eps": two, "lr": one}
        yield {"fault": fault, **{name: ends(name)[end] for name, end in chosen.items()}}


def inside(fault, rng):
    """Settings somewhere between the ends."""
    return {
        "fault": fault,
        "size": int(rng.integers(3, 6)),
        "lr": 10.0 ** rng.uniform(-3, -1),
        "beta1": rng.uniform(*ends("beta1")),
        "beta2": rng.uniform(*ends("beta2")),
        "eps": 10.0 ** rng.uniform(-9, -6),
    }


def example(rng, xp):
    settings = {"fault": "no_bias_correction", "size": 2, "lr": 0.1, "beta1": 0.5, "beta2": 0.9375, "eps": 1e-8}
    return Case({}, (Call("breaking_gradients", (), settings),))


def run_for(fault):
    """A maker of cases for one fault: at the corners of the ranges, and with new settings each time."""

    def make(rng, xp):
        settings = [*corners(fault), inside(fault, rng)]
        return Case({}, tuple(Call("breaking_gradients", (), one) for one in settings))

    return make


def test(test_id, title, make, visibility="named", contract=False):
    return Test(test_id, title, make, visibility, "property", check=shows_law, contract=contract)


TESTS = (
    test("example", "the worked example: no bias correction", example, "public", contract=True),
    test("correction-fixed", "the correction of t = 1 at every step", run_for("correction_fixed_at_one")),
    test("sign", "the sign of the gradient", run_for("sign_of_gradient")),
    test("betas-swapped", "the betas exchanged", run_for("betas_swapped")),
    test("mean-of-squares", "one v for the whole tensor", run_for("mean_of_squares")),
    test("silent", "zero gradients left out", run_for("silent_tensors_skipped")),
    test("maximum-kept", "a v that never falls", run_for("maximum_kept")),
    test("eps-inside", "eps inside the root", run_for("eps_inside_root")),
    test("eps-uncorrected", "eps added before v is corrected", run_for("eps_on_uncorrected_root")),
    test("every-fault", "one run that brings out all of them", run_for("every_fault")),
)
