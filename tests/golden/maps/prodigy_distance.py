"""`prodigy_distance`: the modifier around Adam without bias correction, against the rule of Prodigy's authors."""

from descent.modifiers.prodigy_distance import prodigy_distance
from descent.modifiers.weight_decay import weight_decay
from descent.registry import rule
from descent.stepper import compose

from tests.golden.maps import prodigy
from tests.golden.options import NotUnderstood, Options
from tests.golden.replay import Plan, runner

ESTIMATE = {"d0": "prodigy_d0", "beta3": "prodigy_beta3", "d_coef": "prodigy_coef", "growth": "prodigy_growth"}
"""The rule's hyperparameters -> the modifier's."""

OTHER = {"bias_correction": False, "safeguard_warmup": False, "decay_method": "decoupled"}


def plan(options: Options) -> Plan:
    theirs = prodigy.plan(options).settings
    different = [name for name, usual in OTHER.items() if theirs[name] != usual]
    if different:
        raise NotUnderstood(f"{different[0]} = {theirs[different[0]]!r}, which the modifier has not")
    settings = {name: theirs[name] for name in ("lr", "beta1", "beta2", "eps")} | {"correct_bias": False}
    settings |= {own: theirs[name] for name, own in ESTIMATE.items()}
    modifiers = [prodigy_distance]
    if theirs["weight_decay"]:
        modifiers.append(weight_decay)
        settings["weight_decay"] = theirs["weight_decay"]
    return Plan(compose(rule("adam"), *modifiers), settings)


run = runner(plan)
