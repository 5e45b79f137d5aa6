"""`kl_m_soap`: advisory, its first step is rounding noise of size lr."""

from descent.registry import rule

from tests.golden.decay import plus_decay
from tests.golden.maps.kl_soap import settings_of
from tests.golden.options import Options
from tests.golden.replay import Plan, runner


def plan(options: Options) -> Plan:
    return Plan(*plus_decay(rule("kl_m_soap"), settings_of(options), options, otherwise="decoupled"))


run = runner(plan)
