"""`muon_hyperball`: its decay acts before the retraction; a scale has no effect on a step of fixed length."""

import numpy as np
from descent.matrices.shapes import SCALES
from descent.registry import rule

from tests.golden.options import Options
from tests.golden.orthogonal import newton_schulz_settings, step_settings
from tests.golden.replay import Plan, runner


def plan(options: Options) -> Plan:
    options.expect("weight_decay_method", "decoupled")
    options.expect("scale_mode", *SCALES)
    options.expect("extra_scale_factor", 1.0)
    settings = step_settings(options) | newton_schulz_settings(options)
    radius = options.take("hyperball_radius")
    if radius is None:
        radius = float(np.linalg.norm(options.case["params"][0]))  # of the start
    options.expect("hyperball_eps", 1e-8)
    settings |= {"weight_decay": options.take("weight_decay"), "radius": radius}
    return Plan(rule("muon_hyperball"), settings)


run = runner(plan)
