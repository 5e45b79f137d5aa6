import numpy as np
import pytest
from descent import registry

from tests.descent.conftest import Ask

GROUND = {"name": "rosenbrock"}
ADAM = {"id": "a", "rule": "adam", "settings": {"lr": 0.01}}


def test_a_look_agrees_with_the_path(ask: Ask):
    _, arrays = ask("studio.race", ground=GROUND, racers=[ADAM], steps=30)
    value, _ = ask("studio.look", ground=GROUND, racer=ADAM, step=17)
    assert value["point"] == arrays["points.0"][16].tolist()
    assert value["next"] == arrays["points.0"][17].tolist()
    assert np.allclose(np.add(value["point"], value["update"]), value["next"], rtol=0, atol=1e-15)
    assert value["loss"] == arrays["losses.0"][16]


def test_the_state_and_the_ellipse_of_adam_are_those_of_its_formula(ask: Ask):
    value, _ = ask("studio.look", ground=GROUND, racer=ADAM, step=3)
    state = {one["name"]: one for one in value["state"]}
    g = np.asarray(value["gradient"])
    v = 0.999 * np.asarray(state["v"]["before"]) + 0.001 * g * g
    assert np.allclose(state["v"]["after"], v, rtol=1e-12)
    assert value["ellipse"]["divided_by"] == "m_hat"
    assert np.allclose(value["ellipse"]["radii"], 0.01 / (np.sqrt(v / (1 - 0.999**3)) + 1e-8), rtol=1e-9)


def test_the_lines_compute_what_they_show(ask: Ask):
    lines = {line["name"]: line for line in ask("studio.look", ground=GROUND, racer=ADAM, step=2)[0]["lines"]}
    assert list(lines) == ["m", "v", "m_hat", "c2", "root", "step"]
    for coordinate in (0, 1):
        shown = eval(lines["step"]["numbers"][coordinate], {})
        assert shown == pytest.approx(lines["step"]["value"][coordinate], rel=1e-3)


def test_a_typed_rule_shows_its_own_lines(ask_typed: Ask):
    source = "def update(p, g, s, t, xp, *, lr=0.01):\n    halved = g / 2\n    return -lr * halved\n"
    value, _ = ask_typed("studio.look", ground=GROUND, racer={"id": "t", "source": source}, step=1)
    assert [(line["line"], line["name"]) for line in value["lines"]] == [(2, "halved"), (3, "step")]
    assert value["lines"][0]["numbers"][0].endswith("/ 2")


def test_a_modified_rule_shows_the_whole_step(ask: Ask):
    racer = {**ADAM, "modifiers": ["weight_decay"], "settings": {"lr": 0.01, "weight_decay": 0.1}}
    value, _ = ask("studio.look", ground=GROUND, racer=racer, step=1)
    inner = next(line for line in value["lines"] if line["name"] == "step")["value"]
    assert np.allclose(np.subtract(value["update"], inner), -0.01 * 0.1 * np.asarray(value["point"]), rtol=1e-9)


def test_sam_says_where_the_gradient_was_taken_that_the_rule_saw(ask: Ask):
    plain = {"id": "r", "rule": "sgd", "settings": {"lr": 1e-4}}
    assert ask("studio.look", ground=GROUND, racer=plain, step=2)[0]["gradient_at"] is None
    racer = {**plain, "modifiers": ["sam"], "settings": {"lr": 1e-4, "sam_rho": 0.5}}
    value, _ = ask("studio.look", ground=GROUND, racer=racer, step=2)
    slope = np.asarray(value["exact_gradient"])
    assert np.allclose(np.subtract(value["gradient_at"], value["point"]), 0.5 * slope / np.linalg.norm(slope))
    seen = registry.landscape("rosenbrock").gradient(np.array([value["gradient_at"]]), np)[0]
    assert np.allclose(value["gradient"], seen, rtol=1e-12)
    assert value["notices"][0]["kind"] == "two_gradients"


def test_a_model_rule_and_a_matrix_rule_can_be_looked_at(ask: Ask):
    model, _ = ask("studio.look", ground=GROUND, racer={"rule": "prodigy"}, step=2)
    assert np.asarray(model["gradient"]).shape == (2,)
    matrix, _ = ask("studio.look", ground={"family": "matrix_quadratic"}, racer={"rule": "muon"}, step=2)
    assert np.asarray(matrix["update"]).shape == (4, 3)
    assert matrix["ellipse"] is None


def test_noise_is_shown_as_the_rule_saw_it(ask: Ask):
    value, _ = ask("studio.look", ground={"family": "noisy_quadratic"}, racer={"rule": "sgd"}, step=4, seed=3)
    assert value["gradient"] != value["exact_gradient"]
    lr = value["lr"]
    assert np.allclose(value["update"], -lr * np.asarray(value["gradient"]))
