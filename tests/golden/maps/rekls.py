"""`rekls`: an older and a newer class of the source, the same rule."""

from descent.registry import rule

from tests.golden.decay import plus_decay
from tests.golden.maps.kl_soap import settings_of
from tests.golden.options import Options
from tests.golden.replay import Plan, runner


def plan(options: Options) -> Plan:
    for name, value in {
        "nesterov": False,
        "correct_bias": True,
        "use_eigh": True,
        "power_iter_steps": 1,
        "max_update_rms": 0.0,
        "use_kl_shampoo": True,
        "correct_shampoo_beta_bias": True,
    }.items():
        options.expect(name, value)
    return Plan(*plus_decay(rule("rekls"), settings_of(options), options, otherwise="decoupled"))


run = runner(plan)
