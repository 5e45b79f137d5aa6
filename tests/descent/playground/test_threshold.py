"""What is said of a run that diverged: its limit is where the rule stops being stable, and the repair works."""

import pytest

from tests.descent.conftest import Ask

QUADRATICS = [
    *[{"name": name} for name in ("sphere", "ravine", "rotated_ravine", "booth", "matyas")],
    *[{"family": "quadratic", "parameters": {"dim": dim, "kappa": kappa}} for dim, kappa in ((2, 10.0), (12, 300.0))],
]
RULES = [
    ("sgd", {}),
    ("momentum", {"momentum": 0.9}),
    ("momentum", {"momentum": 0.5, "dampening": 0.5}),
    ("nesterov", {"momentum": 0.9}),
    ("nesterov", {"momentum": 0.0}),
]


def run(ask: Ask, ground, rule, settings, lr, steps=400):
    racer = {"id": "r", "rule": rule, "settings": {**settings, "lr": lr}}
    (answer,) = ask("studio.race", ground=ground, racers=[racer], steps=steps, tolerance=1e-9)[0]["racers"]
    passed = ask("studio.threshold", ground=ground, racer=racer, steps=steps)[0]["passed"]
    return answer, passed


@pytest.mark.parametrize(("rule", "settings"), RULES)
@pytest.mark.parametrize("ground", QUADRATICS, ids=lambda ground: str(ground.get("name", ground.get("parameters"))))
def test_on_a_quadratic_the_limit_is_where_it_diverges_and_the_repaired_rate_converges(
    ask: Ask, ground, rule, settings
):
    facts, _ = ask("studio.ground", ground=ground)
    answer, passed = run(ask, ground, rule, settings, 1e9)
    assert answer["stop"]["kind"] in {"diverged", "left_window"}
    assert passed["where"] == "start"
    assert passed["curvature"] == pytest.approx(facts["curvature"][1], rel=1e-3)
    if rule == "sgd":
        assert passed["limit"] == pytest.approx(facts["stable_lr"], rel=1e-3)
    repaired, none = run(ask, ground, rule, settings, passed["repair"], steps=5000)
    assert (repaired["stop"]["kind"], none) == ("converged", None)
    below, none = run(ask, ground, rule, settings, 0.97 * passed["limit"])
    assert below["stop"]["kind"] in {"converged", "max_steps"}
    assert none is None
    above, again = run(ask, ground, rule, settings, 1.03 * passed["limit"])
    assert above["stop"]["kind"] in {"diverged", "left_window"}
    assert again["repair"] == pytest.approx(passed["repair"], rel=0.06)


def test_elsewhere_the_limit_is_the_local_one_and_the_repaired_run_stays(ask: Ask):
    for ground in ({"name": "rosenbrock"}, {"name": "himmelblau"}, {"expression": "x^4 + y^4"}):
        answer, passed = run(ask, ground, "sgd", {}, 0.5, steps=200)
        assert answer["stop"]["kind"] in {"diverged", "left_window"}
        assert passed["limit"] == pytest.approx(2 / passed["curvature"])
        assert 0 < passed["repair"] < passed["limit"] < passed["lr"]
        repaired, none = run(ask, ground, "sgd", {}, passed["repair"], steps=200)
        assert repaired["stop"]["kind"] in {"converged", "max_steps"}
        assert none is None


def test_nothing_is_said_where_no_limit_is_known(ask: Ask):
    ground = {"name": "sphere"}
    for racer in (
        {"id": "r", "rule": "adam", "settings": {"lr": 1e9}},
        {"id": "r", "rule": "sgd", "settings": {"lr": 1e9}, "modifiers": ["cautious"]},
        {"id": "r", "rule": "sgd", "settings": {"lr": 0.01}},
    ):
        assert ask("studio.threshold", ground=ground, racer=racer, steps=50)[0] == {"passed": None}
