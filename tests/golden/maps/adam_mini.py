"""`adam_mini` as pytorch_optimizer writes it; what it asks of a model decides on the blocks alone."""

from descent.registry import rule

from tests.golden.decay import plus_decay
from tests.golden.maps.adam import moments
from tests.golden.options import Options
from tests.golden.replay import Plan, runner


def plan(options: Options) -> Plan:
    for name in ("num_embeds", "num_heads", "num_query_groups", "model_sharding"):
        options.take(name, default=None)
    blocks = options.form("blocks", "tensor", "rows", default="tensor")
    settings = moments(options) | {"blocks": blocks}
    return Plan(*plus_decay(rule("adam_mini"), settings, options, "decoupled"))


run = runner(plan)
