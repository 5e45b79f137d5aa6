import numpy as np
import pytest
from descent import registry
from descent.trace import trace

from tests.descent.conftest import Ask

ROSENBROCK = {"name": "rosenbrock"}
MATRIX = {"family": "matrix_quadratic"}


def test_a_path_is_that_of_a_trace_bit_for_bit(ask: Ask):
    settings = {"lr": 0.02, "beta1": 0.8}
    _, arrays = ask(
        "studio.race", ground=ROSENBROCK, racers=[{"id": "a", "rule": "adam", "settings": settings}], steps=80
    )
    rule = registry.rule("adam")
    numbers = {hyper.name: np.asarray([float(rule.settings(settings)[hyper.name])]) for hyper in rule.hypers}
    alone = trace(rule, registry.landscape("rosenbrock"), numbers, xp=np, steps=80)
    assert np.array_equal(arrays["points.0"], alone.points[:, 0, :])
    assert np.array_equal(arrays["losses.0"], alone.losses[:, 0])


def test_a_path_does_not_depend_on_who_runs_beside_it(ask: Ask):
    mine = {"id": "mine", "rule": "adam", "settings": {"lr": 0.01}}
    others = [{"id": "b", "rule": "adam", "settings": {"lr": 5.0}}, {"id": "c", "rule": "momentum"}]
    ground = {"family": "noisy_quadratic"}
    _, alone = ask("studio.race", ground=ground, racers=[mine], steps=60)
    _, together = ask("studio.race", ground=ground, racers=[*others, mine], steps=60)
    assert np.array_equal(alone["points.0"], together["points.2"])


@pytest.mark.parametrize("name", registry.rule_names())
def test_every_rule_can_be_raced_and_moves(ask: Ask, name: str):
    ground = MATRIX if registry.rule(name).scope == "matrix" else {"name": "sphere"}
    value, arrays = ask("studio.race", ground=ground, racers=[{"id": name, "rule": name}], steps=20)
    assert "error" not in value, value
    assert value["racers"][0]["stop"]["kind"] == "max_steps"
    assert not np.array_equal(arrays["points.0"][0], arrays["points.0"][-1])


def test_a_diverging_racer_ends_at_its_last_finite_point(ask: Ask):
    racers = [{"id": "wild", "rule": "sgd", "settings": {"lr": 1.0}}, {"id": "calm", "rule": "sgd"}]
    value, arrays = ask("studio.race", ground=ROSENBROCK, racers=racers, steps=50)
    wild, calm = value["racers"]
    assert wild["stop"]["kind"] in ("left_window", "diverged")
    assert len(arrays["points.0"]) == wild["steps"] + 1 < 51
    assert calm["stop"]["kind"] == "max_steps"
    assert np.isfinite(arrays["points.0"]).all()


def test_several_starts_share_one_population(ask: Ask):
    starts = [[-1.0, 2.0], [0.5, 0.5], [1.5, -0.5]]
    racer = {"id": "a", "rule": "lion", "settings": {"lr": 0.01}}
    _, arrays = ask("studio.race", ground=ROSENBROCK, racers=[racer], steps=30, starts=starts)
    assert arrays["points.0"].shape == (31, 3, 2)
    _, alone = ask("studio.race", ground=ROSENBROCK, racers=[racer], steps=30, start=starts[1])
    assert np.array_equal(arrays["points.0"][:, 1, :], alone["points.0"])


def test_modifiers_change_the_path_and_take_settings(ask: Ask):
    plain = {"id": "plain", "rule": "adam", "settings": {"lr": 0.05}}
    decayed = {**plain, "id": "decayed", "modifiers": ["weight_decay"], "settings": {"lr": 0.05, "weight_decay": 0.5}}
    _, arrays = ask("studio.race", ground=ROSENBROCK, racers=[plain, decayed], steps=5)
    shrunk = arrays["points.1"][1] - arrays["points.0"][1]
    assert np.allclose(shrunk, -0.05 * 0.5 * arrays["points.0"][0], rtol=1e-6)


@pytest.mark.parametrize(
    ("arguments", "kind", "part"),
    [
        ({"racers": [{"rule": "nope"}]}, "UnknownName", "adam"),
        ({"racers": [{"rule": "muon"}]}, "BadMessage", "matrix_quadratic"),
        ({"racers": [{"rule": "adam", "settings": {"lr": "x"}}]}, "BadMessage", "'lr'"),
        ({"racers": [{"rule": "adam", "settings": {"rate": 1}}]}, "BadHyper", "beta1"),
        ({"racers": [{"source": "def update(): pass"}]}, "BadMessage", "sandbox"),
        ({"racers": [{"rule": "adam"}], "steps": 0}, "BadMessage", "'steps'"),
        ({"racers": []}, "BadMessage", "'racers'"),
        ({"racers": [{"rule": "adam", "modifiers": ["magic"]}]}, "UnknownName", "cautious"),
    ],
)
def test_wrong_arguments_are_named(ask: Ask, arguments: dict, kind: str, part: str):
    value, _ = ask("studio.race", **({"ground": ROSENBROCK, "steps": 5} | arguments))
    assert value["error"]["kind"] == kind
    assert part in value["error"]["message"]


def test_measures_follow_gradient_descent(ask: Ask):
    racer = {"id": "sgd", "rule": "sgd", "settings": {"lr": 0.01}}
    value, arrays = ask("studio.measures", ground={"name": "ravine"}, racers=[racer], steps=100)
    assert np.allclose(arrays["effective_rate.0"], 0.01)
    assert np.allclose(arrays["cosine.0"], 1.0)
    assert np.allclose(arrays["sharpness.0"], 100.0)
    assert np.allclose(arrays["limit.0"], 200.0)
    assert arrays["distance.0"][0] == pytest.approx(np.hypot(4.5, 1.0))
    assert value["racers"][0]["stop"]["step"] == 100


def test_the_first_start_has_the_first_stream_of_noise(ask: Ask):
    settings = {"lr": np.asarray([0.01])}
    landscape = registry.family("noisy_quadratic")()
    _, arrays = ask(
        "studio.race", ground={"family": "noisy_quadratic"}, racers=[{"rule": "sgd", "settings": {"lr": 0.01}}], steps=9
    )
    alone = trace(registry.rule("sgd"), landscape, settings, xp=np, steps=9, numbers=np.asarray([0]))
    assert np.array_equal(arrays["points.0"], alone.points[:, 0, :])


def test_runs_of_one_number_share_their_noise_and_others_do_not():
    rule, landscape = registry.rule("sgd"), registry.family("noisy_quadratic")()
    lr = {"lr": np.full(3, 0.01)}
    points = trace(rule, landscape, lr, xp=np, steps=9, numbers=np.asarray([4, 4, 1])).points
    alone = trace(rule, landscape, {"lr": lr["lr"][:1]}, xp=np, steps=9, numbers=np.asarray([1])).points
    assert np.array_equal(points[:, 0], points[:, 1])
    assert np.array_equal(points[:, 2], alone[:, 0])
    assert not np.array_equal(points[:, 0], points[:, 2])


def test_the_catalog_says_which_rules_race_on_a_plane(ask: Ask):
    listed, _ = ask("studio.catalogue")
    claimed = {rule["name"] for rule in listed["rules"] if rule["plane"]}
    raced = set()
    for name in registry.rule_names():
        value, _ = ask("studio.race", ground=ROSENBROCK, racers=[{"id": name, "rule": name}], steps=3)
        if "error" not in value and "error" not in value["racers"][0]:
            raced.add(name)
    assert claimed == raced
