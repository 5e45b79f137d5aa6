"""The rates that new racers begin at: what each rule's steps follow, and that its run then stays on the map."""

import numpy as np
import pytest
from descent import registry
from descent.trace.path import trace

from app.web.openings import rates


def test_what_steps_follow_is_seen_from_the_rules_themselves() -> None:
    found = rates.followed()
    assert {found[name] for name in ("sgd", "momentum", "nesterov")} == {"gradient"}
    assert {found[name] for name in ("adam", "lion", "signum", "rmsprop")} == {"rate"}


@pytest.mark.parametrize("name", [one for one in registry.landscape_names() if registry.landscape(one).stable_lr])
def test_descent_at_half_the_stable_rate_stays_finite(name: str) -> None:
    landscape = registry.landscape(name)
    assert landscape.stable_lr
    run = trace(registry.rule("sgd"), landscape, {"lr": landscape.stable_lr / 2}, xp=np, steps=100)
    assert np.isfinite(run.losses).all()
