"""`amsgrad` as torch (maximum of raw v) and optax (maximum of the corrected v) write it."""

from descent.registry import rule

from tests.golden.decay import plus_decay
from tests.golden.maps.adam import moments
from tests.golden.options import Options
from tests.golden.replay import Plan, runner


def plan(options: Options) -> Plan:
    options.expect("amsgrad", True)
    options.expect("bias_correction_mu", True)
    options.expect("bias_correction_nu", True)
    settings = moments(options) | {"max_over": options.form("max_over", "raw_v", "v_hat")}
    return Plan(*plus_decay(rule("amsgrad"), settings, options))


run = runner(plan)
