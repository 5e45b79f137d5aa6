import numpy as np
import pytest
from descent import registry
from descent.families import mlp
from descent.trace import trace

from tests.descent.conftest import Ask, pieces

MATRIX_RULES = [name for name in registry.rule_names() if registry.rule(name).scope == "matrix"]


@pytest.mark.parametrize("rule", [*MATRIX_RULES, "sgd", "adam"])
@pytest.mark.parametrize("problem", ["quadratic", "factorised"])
def test_every_rule_can_be_watched_on_a_matrix(ask: Ask, rule: str, problem: str):
    value, arrays = ask("studio.matrix", racer={"rule": rule}, rows=5, columns=3, problem=problem, steps=8)
    assert "error" not in value, value
    assert value["kept"] == list(range(1, 9))
    rank = min(value["rows"], value["columns"])
    for name in ("weights", "gradient", "update"):
        assert arrays[name].shape == (8, value["rows"], value["columns"])
        expected = np.linalg.svd(arrays[name], compute_uv=False)
        assert np.allclose(arrays[f"{name}.singular"], expected, atol=1e-12)
        assert arrays[f"{name}.singular"].shape == (8, rank)


def test_muon_makes_all_singular_values_of_its_update_alike(ask: Ask):
    value, arrays = ask("studio.matrix", racer={"rule": "muon", "settings": {"lr": 0.01}}, rows=8, columns=8, steps=20)
    update, gradient = arrays["update.singular"][-1], arrays["gradient.singular"][-1]
    assert value["momentum"] == "m"
    assert 20 * update[0] / update[-1] < gradient[0] / gradient[-1]


def test_the_update_and_the_error_are_those_of_the_weights(ask: Ask):
    _, arrays = ask("studio.matrix", racer={"rule": "sgd", "settings": {"lr": 1e-4}}, rows=3, columns=2, steps=30)
    assert np.allclose(arrays["update"][1:], np.diff(arrays["weights"], axis=0), atol=1e-15)
    assert np.allclose(arrays["update"], -1e-4 * arrays["gradient"], atol=1e-15)
    assert np.allclose(arrays["update.alignment"], 1.0, atol=1e-6)


def test_a_size_out_of_range_is_named(ask: Ask):
    value, _ = ask("studio.matrix", racer={"rule": "muon"}, rows=17, columns=2, steps=5)
    assert "from 2 to 16" in value["error"]["message"]


def test_training_in_pieces_is_training_in_one_go(ask: Ask):
    racer = {"rule": "momentum", "settings": {"lr": 0.05}}
    found = pieces(ask, "edge", racer=racer, steps=120, every=40)
    losses = np.concatenate([arrays["losses"] for _, arrays in found])
    whole = trace(registry.rule("momentum"), mlp.landscape(), {"lr": 0.05}, xp=np, steps=120)
    assert np.allclose(losses, whole.losses[:, 0], rtol=1e-12)
    assert np.concatenate([arrays["steps"] for _, arrays in found]).tolist() == [0, 40, 80, 120]
    assert found[-1][0]["stop"]["kind"] == "max_steps"


def test_gradient_descent_is_held_at_the_edge(ask: Ask):
    found = pieces(ask, "edge", racer={"rule": "sgd", "settings": {"lr": 0.32}}, problem="linear", steps=400, every=20)
    limit = found[0][0]["limit"]
    assert limit == pytest.approx(6.25)
    sharpness = np.concatenate([arrays["sharpness"] for _, arrays in found])
    # The two balanced factors take the root of the largest singular value, 3, each: sharpness 2 * 3.
    assert sharpness[0] < 0.6 * limit
    assert sharpness[-1] == pytest.approx(6.0, rel=1e-3)


def test_a_network_that_diverges_says_when(ask: Ask):
    value, arrays = pieces(ask, "edge", racer={"rule": "sgd", "settings": {"lr": 50.0}}, problem="linear", steps=200)[
        -1
    ]
    assert value["stop"]["kind"] == "diverged"
    assert value["progress"] == 1.0
    assert np.isfinite(arrays["losses"]).all()
