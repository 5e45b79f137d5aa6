"""The tests of AdEMAMix's update function: inputs and laws, no expected values."""

from functools import partial

from descent.judge.case import Test
from descent.judge.cases.corners import Function, State, corner_tests
from descent.judge.cases.updates import joined, spread, update_calls

STATE = ("exp_avg_fast", "exp_avg_slow", "exp_avg_sq")
updates = partial(update_calls, "calculate_ademamix_update", STATE)
STILL = {"num_beta_slow_warmup_steps": None, "num_alpha_warmup_steps": None}
USUAL = {"betas": (0.9, 0.999, 0.9999), "eps": 1e-3, "correct_bias": True, **STILL}
ODD = {"betas": (0.4, 0.7, 0.97), "eps": 0.1, "correct_bias": True, **STILL, "alpha": 3.5}
FUNCTION = Function(
    "calculate_ademamix_update",
    {"exp_avg_fast": State(), "exp_avg_slow": State(), "exp_avg_sq": State(2, positive=True)},
    {
        "betas": (0.8, 0.95, 0.99),
        "eps": 1e-4,
        "correct_bias": True,
        "num_beta_slow_warmup_steps": 40,
        "num_alpha_warmup_steps": 30,
        "alpha": 4,
    },
    counted="step",
    lists=False,
    late={"num_beta_slow_warmup_steps": 1_000_000, "num_alpha_warmup_steps": 30_000},
    small={"eps": 0.0},
)


def warming(beta_steps, alpha_steps):
    return {"num_beta_slow_warmup_steps": beta_steps, "num_alpha_warmup_steps": alpha_steps}


def first_step(rng, xp):
    gradient = xp.asarray([0.1, -2.0])
    return joined(
        updates([gradient], USUAL, xp),
        updates([gradient], {**USUAL, **warming(4, 2), "alpha": 5}, xp, tensor="_warming"),
    )


def varied_gradients(rng, xp):
    return updates([spread(rng, xp, 3, -3, 2) for _ in range(21)], USUAL, xp)


def large_eps(rng, xp):
    return updates([spread(rng, xp, 3) for _ in range(8)], ODD, xp)


def alpha_warm_up(rng, xp):
    return updates([spread(rng, xp, 3) for _ in range(6)], {**ODD, **warming(None, 4)}, xp)


def beta_warm_up(rng, xp):
    return updates([spread(rng, xp, 3) for _ in range(7)], {**ODD, **warming(5, None)}, xp)


def both_warm_ups(rng, xp):
    knobs = {**USUAL, **warming(6, 3), "betas": (0.8, 0.95, 0.998), "alpha": 4}
    return updates([spread(rng, xp, 3) for _ in range(9)], knobs, xp)


def without_correction(rng, xp):
    return updates([spread(rng, xp, 3) for _ in range(4)], {**ODD, "correct_bias": False, **warming(3, 3)}, xp)


def resumed(rng, xp):
    state = [spread(rng, xp, (2, 3), -1, 0), spread(rng, xp, (2, 3), -1, 0), abs(spread(rng, xp, (2, 3), -1, 0))]
    return updates([spread(rng, xp, (2, 3)) for _ in range(3)], {**USUAL, **warming(1000, 800)}, xp, state, 400)


def only_adam(rng, xp):
    return updates([spread(rng, xp, 4) for _ in range(4)], {**ODD, **warming(3, 2), "alpha": 0}, xp)


def only_adam_law(seen, reference, case, xp):
    """With alpha = 0 the slow average has no say: each update is Adam's, made of the fast average and the square."""
    for call, made in zip(seen.calls, case.calls, strict=True):
        beta1, beta2, _ = made.kwargs["betas"]
        fast, square = (call.objects[name].now for name in (STATE[0], STATE[2]))
        step = made.kwargs["step"]
        scale = xp.sqrt(square / (1 - beta2**step)) + made.kwargs["eps"]
        if not xp.allclose(call.returned, fast / (1 - beta1**step) / scale, rtol=1e-9, atol=0):
            return "with alpha = 0 every update should be Adam's"
        if not xp.all(call.objects[STATE[1]].now):
            return "the slow average is kept up to date even while alpha is 0"
    return None


def silent_gradients(rng, xp):
    moving = [spread(rng, xp, 3, -1, 0), spread(rng, xp, 3, -1, 0), abs(spread(rng, xp, 3, -1, 0))]
    return joined(
        updates([xp.zeros(2)] * 2, USUAL, xp),
        updates([xp.zeros(3)] * 2, {**ODD, **warming(9, 9)}, xp, moving, 5, "_moving"),
    )


def untouched(rng, xp):
    return updates([spread(rng, xp, 4) for _ in range(2)], ODD, xp, gradients_too=True)


def every_knob(rng, xp):
    cases = []
    for number, shape in enumerate((1, 5, (3, 2))):
        knobs = {
            "betas": (rng.uniform(0.3, 0.8), rng.uniform(0.85, 0.98), rng.uniform(0.985, 0.995)),
            "eps": rng.uniform(0.05, 0.5),
            "correct_bias": number != 1,
            "alpha": rng.uniform(3, 9),
            **warming(2, int(rng.integers(3, 7))),
        }
        cases.append(updates([spread(rng, xp, shape) for _ in range(3)], knobs, xp, tensor=f"_{number}_"))
    return joined(*cases)


TESTS = (
    Test("first-step", "first step, without and with warm-up", first_step, "public", contract=True),
    Test("varied-gradients", "21 steps with gradients of varied scale", varied_gradients, "named"),
    Test("large-eps", "odd betas, a large eps, another alpha", large_eps, "named"),
    Test("alpha-warm-up", "alpha warmed up, and past the end", alpha_warm_up, "named"),
    Test("beta-warm-up", "the slow beta warmed up, and past the end", beta_warm_up, "named"),
    Test("both-warm-ups", "two warm-ups of different length", both_warm_ups, "named"),
    Test("without-correction", "without bias correction", without_correction, "named"),
    Test("resumed", "a run resumed in the middle of long warm-ups", resumed, "named"),
    Test("only-adam", "with alpha = 0 it is Adam", only_adam, "named", "property", check=only_adam_law),
    Test("silent-gradients", "zero gradients, before and after others", silent_gradients, "named"),
    Test("gradient-untouched", "the gradient stays as it is", untouched, "named", "in_place"),
    Test("every-knob", "many shapes and settings", every_knob),
    *corner_tests(FUNCTION, RANGES),
)
