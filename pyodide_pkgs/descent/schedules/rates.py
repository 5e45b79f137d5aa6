"""Learning rate schedules: functions from the epoch or step, 0 at the first, to the learning rate.

Each function here makes one: `step(0.1, step_size=4)(epoch)`. They are closed forms, so any epoch can be asked for; the
driver hands the result to the rule as `lr`. Names and meanings follow torch, optax (those that start with
`warmup_cosine`, `exponential_decay`, `polynomial_schedule`, `linear_onecycle`) and pytorch-optimizer
(`warmup_stable_decay`).
"""

import math
from bisect import bisect_right
from itertools import pairwise

from descent.errors import UnknownName


def step(base_lr, step_size, gamma=0.1):
    """`base_lr` times gamma once every `step_size` epochs."""
    return lambda epoch: base_lr * gamma ** (epoch // step_size)


def multi_step(base_lr, milestones, gamma=0.1):
    """`base_lr` times gamma at each milestone."""
    return lambda epoch: base_lr * gamma ** bisect_right(sorted(milestones), epoch)


def constant(base_lr, factor=1 / 3, total_iters=5):
    """A share of `base_lr` until `total_iters`, then all of it."""
    return lambda epoch: base_lr * (factor if epoch < total_iters else 1.0)


def linear(base_lr, start_factor=1 / 3, end_factor=1.0, total_iters=5):
    """A share of `base_lr` that goes linearly from `start_factor` to `end_factor`."""
    return lambda epoch: base_lr * (start_factor + (end_factor - start_factor) * min(epoch, total_iters) / total_iters)


def exponential(base_lr, gamma):
    """`base_lr` times gamma at every epoch."""
    return lambda epoch: base_lr * gamma**epoch


def polynomial(base_lr, total_iters=5, power=1.0, eta_min=0.0):
    """From `base_lr` to `eta_min` as a power of the time left."""
    return lambda epoch: eta_min + (base_lr - eta_min) * (1 - min(epoch, total_iters) / total_iters) ** power


def cosine_annealing(base_lr, t_max, eta_min=0.0):
    """Half a cosine from `base_lr` to `eta_min` in `t_max` epochs, and back, and so on. arXiv:1608.03983."""
    return lambda epoch: _cosine(base_lr, eta_min, epoch / t_max)


def cosine_warm_restarts(base_lr, t_0, t_mult=1, eta_min=0.0):
    """Half a cosine that starts anew after `t_0` epochs, then after `t_mult` times as many. arXiv:1608.03983."""

    def lr(epoch):
        length = t_0
        while epoch >= length:
            epoch, length = epoch - length, length * t_mult
        return _cosine(base_lr, eta_min, epoch / length)

    return lr


def by_function(base_lr, factor):
    """`base_lr` times `factor(epoch)`."""
    return lambda epoch: base_lr * factor(epoch)


def multiplicative(base_lr, factor):
    """`base_lr` times the product of `factor(1)` to `factor(epoch)`."""
    return lambda epoch: base_lr * math.prod(factor(past) for past in range(1, epoch + 1))


def noam(width, warmup_steps, factor=1.0):
    """Linear warm-up, then one over the root of the step; steps count from 1. Vaswani et al. 2017, arXiv:1706.03762."""
    return lambda epoch: factor * width**-0.5 * min((epoch + 1) ** -0.5, (epoch + 1) * warmup_steps**-1.5)


def sequential(schedules, milestones):
    """One schedule after the other, each from its own epoch 0, the next one from each milestone on."""

    def lr(epoch):
        place = bisect_right(milestones, epoch)
        return schedules[place](epoch - (milestones[place - 1] if place else 0))

    return lr


def chained(base_lr, schedules):
    """Schedules of the same `base_lr` at once: the product of their factors."""
    return lambda epoch: base_lr * math.prod(schedule(epoch) / base_lr for schedule in schedules)


def warmup_cosine(peak_value, warmup_steps, decay_steps, init_value=0.0, end_value=0.0, exponent=1.0):
    """Linear warm-up from `init_value` to `peak_value`, half a cosine (or a power of it) to `end_value` at the end.

    The end, `decay_steps`, counts the warm-up too.
    """

    def lr(epoch):
        if epoch < warmup_steps:
            return init_value + (peak_value - init_value) * epoch / warmup_steps
        left = _cosine(1.0, 0.0, min((epoch - warmup_steps) / (decay_steps - warmup_steps), 1.0))
        return end_value + (peak_value - end_value) * left**exponent

    return lr


COOLDOWNS = {
    "linear": lambda share: 1 - share,
    "1-sqrt": lambda share: 1 - share**0.5,
    "1-square": lambda share: 1 - share**2,
    "cosine": lambda share: 0.5 * (1 + math.cos(math.pi * share)),
}
"""The form of a cooldown -> what is left of the way down, 1 to 0, after that share of it."""


def warmup_stable_decay(peak_value, warmup_steps, stable_steps, decay_steps, end_value=0.0, cooldown="1-sqrt"):
    """Linear warm-up to `peak_value`, a plateau, and a cooldown to `end_value`. Hu et al. 2024, arXiv:2404.06395.

    A run can go on from the plateau at any time, which half a cosine does not allow. `cooldown` is one of `COOLDOWNS`;
    1 - √ is that of Hägele et al. 2024, arXiv:2405.18392.
    """
    if cooldown not in COOLDOWNS:
        raise UnknownName("cooldown", cooldown, COOLDOWNS)

    def lr(epoch):
        if epoch < warmup_steps:
            return peak_value * epoch / warmup_steps
        share = min(max(epoch - warmup_steps - stable_steps, 0) / max(decay_steps, 1), 1.0)
        return end_value + (peak_value - end_value) * COOLDOWNS[cooldown](share)

    return lr


def exponential_decay(init_value, transition_steps, decay_rate, transition_begin=0, staircase=False, end_value=None):
    """`init_value` times `decay_rate` once in `transition_steps`, smoothly or in stairs, from `transition_begin` on."""

    def lr(epoch):
        passed = max(epoch - transition_begin, 0) / transition_steps
        value = init_value * decay_rate ** (math.floor(passed) if staircase else passed)
        if end_value is None:
            return value
        return max(value, end_value) if decay_rate < 1 else min(value, end_value)

    return lr


def polynomial_schedule(init_value, end_value, power, transition_steps, transition_begin=0):
    """From `init_value` to `end_value` as a power of the time left, from `transition_begin` on."""

    def lr(epoch):
        passed = min(max(epoch - transition_begin, 0), transition_steps)
        return end_value + (init_value - end_value) * (1 - passed / transition_steps) ** power

    return lr


def linear_onecycle(transition_steps, peak_value, pct_start=0.3, pct_final=0.85, div_factor=25.0, final_div_factor=1e4):
    """Lines up to the peak, back to the start, and down to nearly nothing. Smith 2018, arXiv:1803.09820."""
    start = peak_value / div_factor
    corners = [
        (0, start),
        (int(pct_start * transition_steps), peak_value),
        (int(pct_final * transition_steps), start),
        (transition_steps, start / final_div_factor),
    ]

    def lr(epoch):
        for (left, low), (right, high) in pairwise(corners):
            if epoch < right:
                return low + (high - low) * (epoch - left) / (right - left)
        return corners[-1][1]

    return lr


def _cosine(start, end, share):
    """The value after a share of half a cosine from `start` to `end`."""
    return end + (start - end) * (1 + math.cos(math.pi * share)) / 2
