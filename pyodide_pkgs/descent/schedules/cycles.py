"""Schedules that move the momentum against the learning rate: functions from the epoch to (lr, momentum).

cyclic      up and down between two bounds      Smith 2017, arXiv:1506.01186
one_cycle   up once, down once, and out         Smith 2018, arXiv:1803.09820
"""

import math

from descent.errors import UnknownName

MODES = ("triangular", "triangular2", "exp_range")

ANNEALS = {
    "cos": lambda start, end, share: end + (start - end) * (1 + math.cos(math.pi * share)) / 2,
    "linear": lambda start, end, share: start + (end - start) * share,
}


def cyclic(
    base_lr,
    max_lr,
    step_size_up=2000,
    step_size_down=None,
    mode="triangular",
    gamma=1.0,
    base_momentum=0.8,
    max_momentum=0.9,
):
    """Triangles between the bounds; their height is constant, halved at each cycle, or shrinks by gamma per epoch."""
    if mode not in MODES:
        raise UnknownName("mode", mode, MODES)
    length = step_size_up + (step_size_up if step_size_down is None else step_size_down)
    rising = step_size_up / length

    def values(epoch):
        cycle = math.floor(1 + epoch / length)
        place = 1 + epoch / length - cycle
        height = place / rising if place <= rising else (place - 1) / (rising - 1)
        if mode == "triangular2":
            height *= 0.5 ** (cycle - 1)
        elif mode == "exp_range":
            height *= gamma**epoch
        return base_lr + (max_lr - base_lr) * height, max_momentum - (max_momentum - base_momentum) * height

    return values


def one_cycle(
    max_lr,
    total_steps,
    pct_start=0.3,
    anneal_strategy="cos",
    base_momentum=0.85,
    max_momentum=0.95,
    div_factor=25.0,
    final_div_factor=1e4,
    three_phase=False,
):
    """Up to `max_lr` and down to nearly nothing; in three phases the way down pauses at the initial rate."""
    if anneal_strategy not in ANNEALS:
        raise UnknownName("anneal strategy", anneal_strategy, ANNEALS)
    first, last = max_lr / div_factor, max_lr / div_factor / final_div_factor
    up = (pct_start * total_steps - 1, (first, max_lr), (max_momentum, base_momentum))
    if three_phase:
        down = (2 * pct_start * total_steps - 2, (max_lr, first), (base_momentum, max_momentum))
        out = (total_steps - 1, (first, last), (max_momentum, max_momentum))
        phases = [up, down, out]
    else:
        phases = [up, (total_steps - 1, (max_lr, last), (base_momentum, max_momentum))]

    def values(epoch):
        start = 0.0
        for end, lr, momentum in phases:
            if epoch <= end or end == total_steps - 1:
                share = min((epoch - start) / (end - start), 1.0)
                return ANNEALS[anneal_strategy](*lr, share), ANNEALS[anneal_strategy](*momentum, share)
            start = end
        raise AssertionError("the last phase has no end")

    return values
