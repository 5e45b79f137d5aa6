"""Schedules by name, as data: a name, a horizon and settings in, multipliers of the learning rate out.

    named("warmup_cosine").multipliers(100, {"warmup": 0.1})   ->  100 numbers, float64: 0, 0.1, ... 1, ... nearly 0

The peak is 1, so that the number a rule is tuned by is the largest rate that it sees. Whatever is a time in a schedule
is given here as a share of the horizon, so that a schedule means the same in a short run and in a long one. After its
horizon a schedule stays where it was at the last step within.

Each is the function of that name in `rates` or `cycles`, with a peak of 1. Those that follow a metric (`plateau`), take
a function (`by_function`, `multiplicative`) or other schedules (`sequential`, `chained`) are no data and not here; of
those that move the momentum too only the learning rate is taken.
"""

from descent.errors import UnknownName
from descent.schedules import cycles, rates
from descent.schedules.schedule import Schedule, Setting


def named(name: str) -> Schedule:
    """The schedule of that name; `UnknownName` otherwise."""
    if name not in SCHEDULES:
        raise UnknownName("schedule", name, SCHEDULES)
    return SCHEDULES[name]


def steps_of(share: float, horizon: int, least: int = 0) -> int:
    """A share of the horizon in whole steps."""
    return max(least, round(share * horizon))


def share(name: str, default: float, doc: str, low: float = 0.0, high: float = 1.0) -> Setting:
    """A setting that is a share: of the horizon, or of the peak."""
    return Setting(name, default, doc, low, high)


END = share("end", 0.0, "where it ends, as a share of the peak")
WARMUP = share("warmup", 0.1, "share of the horizon in which the rate grows to its peak", high=0.9)
POWER = Setting("power", 1.0, "power of the time left", 0.01, 100.0)


def _constant(horizon, factor, until):
    return rates.constant(1.0, factor, steps_of(until, horizon))


def _linear(horizon, start, end, until):
    return rates.linear(1.0, start, end, steps_of(until, horizon, 1))


def _step(horizon, every, gamma):
    return rates.step(1.0, steps_of(every, horizon, 1), gamma)


def _multi_step(horizon, milestones, gamma):
    return rates.multi_step(1.0, [steps_of(each, horizon) for each in milestones], gamma)


def _exponential(horizon, end):
    return rates.exponential(1.0, end ** (1 / horizon))


def _polynomial(horizon, until, power, end):
    return rates.polynomial(1.0, steps_of(until, horizon, 1), power, end)


def _cosine_annealing(horizon, until, end):
    return rates.cosine_annealing(1.0, steps_of(until, horizon, 1), end)


def _cosine_warm_restarts(horizon, first, longer, end):
    return rates.cosine_warm_restarts(1.0, steps_of(first, horizon, 1), longer, end)


def _noam(horizon, warmup):
    steps = steps_of(warmup, horizon, 1)
    return rates.noam(1, steps, steps**0.5)


def _warmup_cosine(horizon, warmup, start, end, power):
    return rates.warmup_cosine(1.0, steps_of(warmup, horizon), horizon, start, end, power)


def _warmup_stable_decay(horizon, warmup, decay, end, cooldown):
    up, down = steps_of(warmup, horizon), steps_of(decay, horizon)
    return rates.warmup_stable_decay(1.0, up, max(0, horizon - up - down), down, end, cooldown)


def _warmup_linear(horizon, warmup, end):
    return _warmup_stable_decay(horizon, warmup, 1.0 - warmup, end, "linear")


def _exponential_decay(horizon, every, gamma, begin, staircase, end):
    return rates.exponential_decay(1.0, steps_of(every, horizon, 1), gamma, steps_of(begin, horizon), staircase, end)


def _polynomial_schedule(horizon, until, power, begin, end):
    return rates.polynomial_schedule(1.0, end, power, steps_of(until, horizon, 1), steps_of(begin, horizon))


def _linear_onecycle(horizon, peak, back, start, end):
    return rates.linear_onecycle(horizon, 1.0, peak, back, 1 / start, start / end)


def _cyclic(horizon, low, up, down, mode, gamma):
    steps = steps_of(up, horizon, 1), steps_of(down, horizon, 1)
    both = cycles.cyclic(low, 1.0, *steps, mode, gamma ** (1 / horizon))
    return lambda step: both(step)[0]


def _one_cycle(horizon, peak, anneal, start, end, three_phase):
    both = cycles.one_cycle(1.0, horizon, peak, anneal, 0.85, 0.95, 1 / start, start / end, three_phase)
    return lambda step: both(step)[0]


UNTIL = share("until", 1.0, "share of the horizon at which it ends", low=0.001)
START = share("start", 0.04, "where it starts, as a share of the peak", low=1e-6)
LAST = share("end", 4e-6, "where it ends, as a share of the peak", low=1e-12)
TOP = share("peak", 0.3, "share of the horizon at which the peak is reached", low=0.01, high=0.99)

SCHEDULES = {
    schedule.name: schedule
    for schedule in (
        Schedule(
            "constant",
            "constant rate",
            _constant,
            (share("factor", 1.0, "rate at first, as a share"), share("until", 0.0, "share of the horizon with it")),
        ),
        Schedule(
            "warmup_cosine",
            "warm-up + cosine",
            _warmup_cosine,
            (WARMUP, share("start", 0.0, "where it starts, as a share of the peak"), END, POWER),
        ),
        Schedule("warmup_linear", "warm-up + linear", _warmup_linear, (WARMUP, END)),
        Schedule(
            "warmup_stable_decay",
            "warm-up, plateau, cooldown",
            _warmup_stable_decay,
            (
                WARMUP,
                share("decay", 0.2, "share of the horizon, at its end, in which the rate falls"),
                END,
                Setting("cooldown", "1-sqrt", "the form of the fall", options=tuple(rates.COOLDOWNS)),
            ),
        ),
        Schedule("cosine_annealing", "cosine", _cosine_annealing, (UNTIL, END)),
        Schedule(
            "cosine_warm_restarts",
            "cosine with restarts",
            _cosine_warm_restarts,
            (
                share("first", 0.25, "share of the horizon until the first restart", low=0.02),
                Setting("longer", 1, "how many times as long each is as the one before", options=(1, 2, 3, 4)),
                END,
            ),
        ),
        Schedule(
            "linear",
            "linear",
            _linear,
            (share("start", 1.0, "share of the rate at first"), share("end", 0.0, "share at the end"), UNTIL),
        ),
        Schedule("polynomial", "polynomial", _polynomial, (UNTIL, POWER, END)),
        Schedule(
            "polynomial_schedule",
            "plateau + polynomial",
            _polynomial_schedule,
            (
                share("until", 0.5, "share of the horizon in which the rate falls", low=0.001),
                POWER,
                share("begin", 0.5, "share of the horizon before it"),
                END,
            ),
        ),
        Schedule(
            "step",
            "steps",
            _step,
            (share("every", 1 / 3, "share of the horizon between two cuts", low=0.001), share("gamma", 0.1, "cut to")),
        ),
        Schedule(
            "multi_step",
            "steps at milestones",
            _multi_step,
            (
                Setting("milestones", (0.5, 0.75), "shares of the horizon at which the rate is cut", several=True),
                share("gamma", 0.1, "cut to"),
            ),
        ),
        Schedule(
            "exponential", "exponential", _exponential, (share("end", 0.01, "share left at the horizon", low=1e-12),)
        ),
        Schedule(
            "exponential_decay",
            "plateau + exponential",
            _exponential_decay,
            (
                share("every", 0.1, "share of the horizon in which the rate falls to gamma", low=0.001),
                share("gamma", 0.5, "what is left of the rate after that", low=1e-6),
                share("begin", 0.0, "share of the horizon before it falls"),
                Setting("staircase", False, "whether it falls in stairs", options=(False, True)),
                share("end", 0.0, "the least share"),
            ),
        ),
        Schedule("noam", "warm-up + inverse root", _noam, (WARMUP,)),
        Schedule(
            "linear_onecycle",
            "one cycle of lines",
            _linear_onecycle,
            (
                TOP,
                share("back", 0.85, "share of the horizon at which the start is reached again", low=0.01),
                START,
                LAST,
            ),
        ),
        Schedule(
            "one_cycle",
            "one cycle",
            _one_cycle,
            (
                TOP,
                Setting("anneal", "cos", "the form of its ways", options=tuple(cycles.ANNEALS)),
                START,
                LAST,
                Setting("three_phase", False, "whether it pauses at the start on its way down", options=(False, True)),
            ),
        ),
        Schedule(
            "cyclic",
            "cyclic",
            _cyclic,
            (
                share("low", 0.1, "the lower end, as a share of the peak"),
                share("up", 0.1, "share of the horizon of a way up", low=0.001),
                share("down", 0.1, "share of the horizon of a way down", low=0.001),
                Setting("mode", "triangular", "what becomes of the height", options=cycles.MODES),
                share("gamma", 0.01, "share of the height left at the horizon, for exp_range", low=1e-12),
            ),
        ),
    )
}
"""By name, in the order in which they are listed."""
