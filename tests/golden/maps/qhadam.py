"""`qhadam` and `qhadamw`: the source keeps corrected averages, here they are corrected where they are used."""

from collections.abc import Callable
from typing import Any

from descent.registry import rule

from tests.golden.decay import decay_of, decoupled_inside, plus_decay
from tests.golden.maps.adam import moments
from tests.golden.options import Options
from tests.golden.replay import Plan, bare, runner


def corrected(name: str, beta: float) -> Callable[..., list[Any]]:
    """The corrected average of each tensor."""

    def value(_before: Any, after: Any, _xp: Any) -> list[Any]:
        pairs = zip(after.states, after.steps, strict=True)
        return [None if state is None else bare(state[name]) / (1 - beta**t) for state, t in pairs]

    return value


def planner(decoupled: bool) -> Callable[[Options], Plan]:
    """The plan of `qhadamw` or of `qhadam`."""

    def plan(options: Options) -> Plan:
        settings = moments(options)
        settings["nu1"], settings["nu2"] = options.several("nus", "nu1", "nu2")
        if decoupled and decay_of(options, "decoupled")[1] == "decoupled":
            composed, settings = decoupled_inside(rule("qhadamw"), settings, options)
        else:
            composed, settings = plus_decay(rule("qhadam"), settings, options)
        names = {"state.m_hat": corrected("m", settings["beta1"]), "state.v_hat": corrected("v", settings["beta2"])}
        return Plan(composed, settings, derived=names)

    return plan


run = runner(planner(decoupled=False))
run_decoupled = runner(planner(decoupled=True))
