"""A race as the playground takes it: what may be asked, and the link that carries it."""

import base64
import json
import zlib

import pytest
from descent.errors import BadHyper, BadMessage, UnknownName

from optimizer_playground.state import address, state

TYPED = "def update(p, g, s, t, xp, *, lr=0.1):\n    return -lr * g\n"


def test_names_and_descriptions_become_the_state_of_a_link():
    made = state("quadratic", ["adam", {"rule": "sgd", "settings": {"lr": 0.1}, "name": "slow"}], steps=7, start=(1, 2))
    assert made == {
        "ground": {"family": "quadratic"},
        "steps": 7,
        "seed": 0,
        "start": [1.0, 2.0],
        "racers": [
            {"rule": "adam", "id": "r1", "settings": {}, "modifiers": [], "name": "Adam"},
            {"rule": "sgd", "id": "r2", "settings": {"lr": 0.1}, "modifiers": [], "name": "slow"},
        ],
    }
    assert state("rosenbrock", ["adam"], steps=1)["ground"] == {"name": "rosenbrock"}
    assert state({"expression": "x^2"}, ["adam"], steps=1)["ground"] == {"expression": "x^2"}


def test_no_two_racers_have_one_name():
    named = [
        {"rule": "adam", "name": "a (2)"},
        {"rule": "adam", "name": "a"},
        {"source": TYPED, "name": "a"},
        {"source": TYPED},
    ]
    names = [racer["name"] for racer in state("sphere", named, steps=1)["racers"]]
    assert names == ["a (2)", "a", "a (3)", "Racer 4"]


@pytest.mark.parametrize(
    ("landscape", "rules", "steps", "error", "said"),
    [
        ("nope", ["adam"], 1, UnknownName, "rosenbrock"),
        ("sphere", ["nope"], 1, UnknownName, "adam"),
        ("sphere", [{"rule": "adam", "settings": {"nope": 1}}], 1, BadHyper, "nope"),
        ("sphere", [{"rule": "adam", "modifiers": ["nope"]}], 1, UnknownName, "cautious"),
        ("sphere", [{"rule": "adam", "lr": 1}], 1, ValueError, "settings, modifiers"),
        ("sphere", [{"rule": "adam", "source": TYPED}], 1, ValueError, "rule or source"),
        ("sphere", [{}], 1, ValueError, "rule or source"),
        ("sphere", [], 1, ValueError, "1 to 6 racers, given 0"),
        ("sphere", ["adam"] * 7, 1, ValueError, "1 to 6 racers, given 7"),
        ("sphere", ["adam"], 0, BadMessage, "steps"),
        ("sphere", ["adam"], 20_001, BadMessage, "steps"),
    ],
)
def test_what_cannot_be_raced_is_refused_with_what_can(landscape, rules, steps, error, said):
    with pytest.raises(error, match=said):
        state(landscape, rules, steps=steps)


def test_typed_code_is_not_run_before_it_has_to_be():
    state("sphere", [{"source": "raise SystemExit"}], steps=1)


def test_the_address_carries_the_race_in_its_fragment():
    made = state("sphere", ["adam"], steps=3)
    page, text = address("https://example.org/optimizers/", made).split("#s=")
    assert page == "https://example.org/optimizers/embed/playground"
    packed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    assert json.loads(zlib.decompress(packed, wbits=-15)) == {"v": 1, **made}


@pytest.mark.parametrize(
    "server", ["", "127.0.0.1:8123", "javascript:alert(1)", "http://", "http://a.b?c", "file:///x"]
)
def test_a_server_is_an_address_of_the_web(server: str):
    with pytest.raises(ValueError, match=r"http://127\.0\.0\.1:8123"):
        address(server, state("sphere", ["adam"], steps=3))
