import json

import numpy as np
import pytest
from descent import registry

from tests.descent.conftest import Ask

GROUND = {"name": "rosenbrock"}
ADAM = {"id": "a", "rule": "adam", "settings": {"lr": 0.02, "beta1": 0.8}}
TYPED = """\
def init(p, xp):
    return {"m": xp.zeros_like(p)}


def update(p, g, s, t, xp, *, lr=0.01, beta=0.9):
    m = beta * s["m"] + (1 - beta) * g
    if t == 1:
        m = g
    return -lr * xp.sign(m), {"m": m}
"""


def by_name(answer, role="value"):
    """The nodes of that role by name."""
    return {node["name"]: node for node in answer["nodes"] if node["role"] == role}


def test_the_numbers_at_the_third_step_are_those_of_numpy_by_hand(ask: Ask):
    value, _ = ask("studio.nodes", ground=GROUND, racer=ADAM, step=3)
    _, arrays = ask("studio.race", ground=GROUND, racers=[ADAM], steps=3)
    gradients = [registry.landscape("rosenbrock").gradient(arrays["points.0"][k : k + 1], np)[0] for k in range(3)]
    m = v = np.zeros(2)
    for g in gradients:
        m, v = 0.8 * m + 0.2 * g, 0.999 * v + 0.001 * g * g
    m_hat = m / (1 - 0.8**3)
    root = np.sqrt(v / (1 - 0.999**3)) + 1e-8
    wanted = {"m": m, "v": v, "m_hat": m_hat, "root": root, "step": -0.02 * m_hat / root}
    found = by_name(value)
    for name, numbers in wanted.items():
        assert found[name]["first"] == pytest.approx(numbers.tolist(), rel=1e-12), name
        assert found[name]["norm"] == pytest.approx(float(np.linalg.norm(numbers)), rel=1e-12), name
    assert by_name(value, "gradient")["g"]["first"] == gradients[2].tolist()
    assert by_name(value, "step count")["t"]["first"] == [3.0]
    assert by_name(value, "setting")["beta1"]["first"] == [0.8]
    assert by_name(value, "parameter")["p"]["first"] == arrays["points.0"][2].tolist()
    assert by_name(value, "next")["p"]["first"] == arrays["points.0"][3].tolist()


def test_a_node_says_its_expression_and_who_feeds_it(ask: Ask):
    value, _ = ask("studio.nodes", ground=GROUND, racer=ADAM, step=1)
    nodes, found = value["nodes"], by_name(value)
    assert found["m_hat"]["text"] == "m / (1 - beta1**t)"
    assert [nodes[place]["name"] for place in found["m_hat"]["fed"]] == ["m", "beta1", "t"]
    assert found["m"]["becomes"] == ["m"]
    assert found["step"]["becomes"] == ["step"]
    assert all(feeder < place for place, node in enumerate(nodes) for feeder in node["fed"])


@pytest.mark.parametrize("name", [name for name in registry.rule_names() if registry.rule(name).scope == "element"])
def test_every_rule_steps_in_its_picture_as_in_the_race(ask: Ask, name: str):
    racer = {"id": "r", "rule": name}
    value, _ = ask("studio.nodes", ground=GROUND, racer=racer, step=4)
    _, arrays = ask("studio.race", ground=GROUND, racers=[racer], steps=4)
    assert value["refused"] is None
    shown = registry.rule(name).view is not None
    out = by_name(value, "next")["p"]["first"]
    assert shown or out == arrays["points.0"][4].tolist()
    assert all(len(node["text"]) < 200 for node in value["nodes"])


def test_a_typed_rule_is_drawn_with_its_modifiers_by_its_own_names(ask_typed: Ask):
    racer = {"id": "t", "source": TYPED, "settings": {"lr": 0.005, "clip_at": 0.5}, "modifiers": ["clipping"]}
    value, _ = ask_typed("studio.nodes", ground=GROUND, racer=racer, step=5)
    _, arrays = ask_typed("studio.race", ground=GROUND, racers=[racer], steps=5)
    assert value["refused"] is None
    assert [node["name"] for node in value["nodes"] if node["becomes"] == ["m"]] == ["m"]
    assert "clip_at" in by_name(value, "setting")
    assert by_name(value, "next")["p"]["first"] == arrays["points.0"][5].tolist()
    again, _ = ask_typed("studio.nodes", ground=GROUND, racer={**racer, "settings": {"lr": 0.1}}, step=5)
    assert by_name(again, "setting")["lr"]["first"] == [0.1]


def test_entries_that_the_first_step_adds_are_zeros_before_it(ask_typed: Ask):
    source = "def update(p, g, s, t, xp, *, lr=0.01):\n    m = 0.9 * s.get('m', 0) + g\n    return -lr * m, {'m': m}\n"
    value, _ = ask_typed("studio.nodes", ground=GROUND, racer={"id": "t", "source": source}, step=1)
    assert by_name(value)["m"]["first"] == by_name(value, "gradient")["g"]["first"]


def test_what_has_no_graph_is_refused_with_the_line_of_its_author(ask: Ask, ask_typed: Ask):
    source = "def update(p, g, s, t, xp, *, lr=0.01):\n    if (g > 0).any():\n        return -lr * g\n    return g\n"
    value, _ = ask_typed("studio.nodes", ground=GROUND, racer={"id": "t", "source": source}, step=1)
    assert value["nodes"] == []
    assert value["refused"]["line"] == 2
    assert "branches on data" in value["refused"]["message"]
    sam, _ = ask("studio.nodes", ground=GROUND, racer={"rule": "sgd", "modifiers": ["sam"]}, step=1)
    assert "second gradient" in sam["refused"]["message"]


def test_a_rule_of_matrices_and_one_of_whole_models_have_their_picture(ask: Ask):
    matrix, _ = ask("studio.nodes", ground={"family": "matrix_quadratic"}, racer={"rule": "muon"}, step=2)
    assert by_name(matrix)["step"]["shape"] == [4, 3]
    model, _ = ask("studio.nodes", ground=GROUND, racer={"rule": "prodigy"}, step=2)
    assert by_name(model)["step"]["shape"] == [2]


def test_a_typed_rule_goes_to_scale_with_its_modifiers_and_settings(ask_typed: Ask):
    asked = {"source": TYPED, "shapes": [[3]], "matrices": []}
    around = {
        "modifiers": ["clipping", "cautious"],
        "settings": {"clip_at": 0.5, "cautious_rescale": "sum", "beta": 0.8},
    }
    value, _ = ask_typed("studio.graphs", **asked, **around)
    graph = json.loads(value["graphs"][0])
    assert graph["hypers"] == {"lr": 0.01, "beta": 0.8, "clip_at": 0.5}
    assert graph["choices"] == {"cautious_rescale": "sum", "clip_by": "norm"}
    assert graph["scope"] == "tensor"
    sam, _ = ask_typed("studio.graphs", **asked, modifiers=["sam"])
    assert "take SAM away" in sam["refused"]["message"]
    whole = {**asked, "source": TYPED + "\nSCOPE = 'model'\n", "modifiers": ["cautious"]}
    assert "takes no modifiers but sam, maximize" in ask_typed("studio.graphs", **whole)[0]["refused"]["message"]
