"""A racer's rule written as a file: with its settings as defaults, its modifiers, and the steps that it takes."""

import json

import numpy as np
import pytest
from descent import registry
from descent.browser import Door, Sandbox
from descent.stepper import compose

TYPED = """
def init(p, xp):
    return {"m": xp.zeros_like(p)}

def update(p, g, s, t, xp, *, lr=0.01, beta=0.9):
    m = beta * s["m"] + (1 - beta) * g
    return -lr * xp.sign(m) * (1 + 1 / t), {"m": m}
"""


def asked(racer, target="numpy"):
    door = Sandbox(np) if "source" in racer else Door(np)
    return json.loads(door.call("studio.export", json.dumps({"racer": racer, "target": target}))[0])


def module(source):
    names = {}
    exec(compile(source, "exported.py", "exec"), names)
    return names


def walked(init, update, steps=7):
    rng = np.random.default_rng(4)
    p, found = rng.standard_normal((3, 2)), []
    state = init(p)
    for t in range(1, steps + 1):
        p, state = update(p, rng.standard_normal(p.shape), state, t)
        found.append(p)
    return np.array(found)


@pytest.mark.parametrize(
    ("rule", "modifiers", "settings"),
    [
        ("adam", [], {"lr": 0.05, "beta1": 0.8}),
        ("adam", ["cautious"], {"lr": 0.05}),
        ("adam", ["weight_decay", "clipping"], {"lr": 0.05, "weight_decay": 0.3, "decay_method": "cautious"}),
        ("sgd", ["radial_brake"], {"lr": 0.1}),
        ("lion", ["clipping", "cautious"], {}),
    ],
)
def test_a_built_in_racer_is_written_with_its_settings_and_modifiers(rule, modifiers, settings):
    answer = asked({"rule": rule, "modifiers": modifiers, "settings": settings})
    assert answer["name"] == f"{rule}_numpy.py", answer
    made = module(answer["source"])
    own = compose(registry.rule(rule), *(registry.modifier(name) for name in registry.in_order(modifiers)))
    given = own.settings(settings)

    def update(p, g, s, t):
        step, s = own.update(p[None], g[None], s, t, np, **own.wanted(own.update, given))
        return p + step[0], s

    wanted = walked(lambda p: own.init(p[None], np, **own.wanted(own.init, given)), update)
    np.testing.assert_allclose(walked(made["init"], made["update"]), wanted, rtol=1e-12)


def test_a_typed_racer_is_written_by_its_authors_names():
    answer = asked({"source": TYPED, "settings": {"beta": 0.5}})
    made = module(answer["source"])
    assert "m = beta * m + (1 - beta) * g" in answer["source"]
    own = module(TYPED)

    def update(p, g, s, t):
        step, s = own["update"](p[None], g[None], s, t, np, beta=0.5)
        return p + step[0], s

    wanted = walked(lambda p: own["init"](p[None], np), update)
    np.testing.assert_allclose(walked(made["init"], made["update"]), wanted, rtol=1e-12)
    assert "class TypedRule(torch.optim.Optimizer)" in asked({"source": TYPED}, "torch")["source"]
    assert r"\\operatorname{sign}" in json.dumps(asked({"source": TYPED}, "latex")["source"])


def test_a_typed_racer_is_written_with_its_modifiers():
    settings = {"beta": 0.5, "clip_at": 0.7, "clip_by": "value", "decay_method": "l2", "weight_decay": 0.2}
    answer = asked({"source": TYPED, "settings": settings, "modifiers": ["clipping", "weight_decay"]})
    made, own = module(answer["source"]), module(TYPED)
    assert "clip_at=0.7" in answer["source"]
    assert "--choose clip_by=value" in answer["source"].replace("\n", " ")

    def update(p, g, s, t):
        g = np.clip(g, -0.7, 0.7) + 0.2 * p
        step, s = own["update"](p[None], g[None], s, t, np, beta=0.5)
        return p + step[0], s

    wanted = walked(lambda p: own["init"](p[None], np), update)
    np.testing.assert_allclose(walked(made["init"], made["update"]), wanted, rtol=1e-12)


def test_what_cannot_be_written_is_refused_with_the_reason():
    assert "there are: latex, numpy, nvidia, optax, torch" in asked({"rule": "adam"}, "cobol")["error"]["message"]
    assert "two gradients" in asked({"rule": "adam", "modifiers": ["sam"]})["error"]["message"]
    branching = TYPED.replace("xp.sign(m)", "xp.sign(m) * (1 if m.sum() > 0 else -1)")
    assert "branches on data" in asked({"source": branching})["error"]["message"]
    joining = {"source": TYPED, "modifiers": ["prodigy_distance"]}
    assert "joins all tensors" in asked(joining)["error"]["message"]
    assert "a second gradient" in asked({"source": TYPED, "modifiers": ["sam"]})["error"]["message"]
