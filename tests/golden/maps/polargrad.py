"""`polargrad`: the rule, and the one-sided functions that are cases of their own."""

from typing import Any

from descent.matrices.polar import one_sided_polar
from descent.registry import rule

from tests.golden.decay import plus_decay
from tests.golden.functions import Pieces, function_runner
from tests.golden.options import Options
from tests.golden.orthogonal import newton_schulz_settings, step_settings
from tests.golden.replay import Plan, array, runner


def plan(options: Options) -> Plan:
    settings = step_settings(options) | newton_schulz_settings(options)
    settings["extra_scale"] = options.take("extra_scale_factor", default=1.0)
    return Plan(*plus_decay(rule("polargrad"), settings, options, otherwise="decoupled"))


def one_sided(options: Options, case: dict[str, Any], xp: Any) -> Pieces:
    update = one_sided_polar(
        array(case["grads"][0][0], case, xp),
        xp,
        side=options.take("side"),
        alpha=options.take("alpha"),
        center_rows=options.take("center_rows"),
        eps=options.take("eps"),
    )
    return {"update": update}


def run(case: dict[str, Any], xp: Any) -> list[str]:
    made = function_runner(one_sided) if "side" in case["hyper"] else runner(plan)
    return made(case, xp)
