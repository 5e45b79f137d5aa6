"""`ams_bound`: AdamW of torch, AdamC, LaProp and MARS of pytorch_optimizer, each by the map of its rule."""

from tests.golden.maps import adamc, adamw, laprop, mars
from tests.golden.options import NotUnderstood, Options
from tests.golden.replay import Plan, runner

PLANS = {
    "torch.optim.AdamW": adamw.plan,
    "pytorch_optimizer.AdamC": adamc.plan,
    "pytorch_optimizer.LaProp": laprop.plan,
    "pytorch_optimizer.MARS": mars.plan,
}


def plan(options: Options) -> Plan:
    if options.entry not in PLANS:
        raise NotUnderstood(f"the entry {options.entry} is not understood; possible: {', '.join(PLANS)}")
    made = PLANS[options.entry](options)
    if not made.settings["ams_bound"]:
        raise NotUnderstood("the case divides by v as it is")
    return made


run = runner(plan)
