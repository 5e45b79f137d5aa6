"""Two schedules as functions, joined at the end of the warm-up."""

import math


def line(start, end, length):
    return lambda step: start + (end - start) * (step / length)


def half_cosine(start, end, length):
    def value(step):
        weight = 0.5 + 0.5 * math.cos(math.pi * min(step, length) / length)
        return weight * start + (1 - weight) * end

    return value


def warmup_cosine(step, peak_lr, warmup_steps, total_steps, init_lr=0.0, end_lr=0.0):
    parts = [(warmup_steps, line(init_lr, peak_lr, warmup_steps))] if warmup_steps else []
    for length, part in parts:
        if step < length:
            return part(step)
    return half_cosine(peak_lr, end_lr, total_steps - warmup_steps)(step - warmup_steps)
