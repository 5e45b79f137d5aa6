"""The comparison with peers does what it says, tried with torch, which every test has."""

from dataclasses import replace

import pytest
import torch
from descent import registry

from tests.golden.make import sources
from tests.golden.make.sources import NotInstalled
from tests.peers import __main__ as command
from tests.peers.draw import STEPS, case
from tests.peers.follow import difference, plan
from tests.peers.pair import DTYPES, Pair
from tests.peers.pairs import PEERS, apart, not_ours, pairs
from tests.peers.pairs.of_torch import PAIRS
from tests.peers.stored import Row, read, write
from tests.peers.torch_database import LEFT_OUT, RULES, entries
from tests.peers.unlisted import gone, unlisted

DRAWN = [pair for pair in PAIRS if pair.drawn]


def row(**changed):
    given = {"peer": "optax", "version": "1", "rule": "adam", "name": "adam", "settings": "drawn", "dtype": "float64"}
    numbers = {"runs": 1, "steps": STEPS, "difference": 0.0, "tolerance": 1e-9, "agrees": True, "why": ""}
    return Row(**given | numbers | changed)


@pytest.mark.parametrize("pair", DRAWN, ids=lambda pair: f"{pair.rule}-{pair.name}")
def test_our_rule_does_what_torch_does_on_drawn_settings(pair):
    for dtype in pair.dtypes:
        assert difference(pair, dtype, seed=11) <= pair.tolerance(dtype), dtype


def test_the_settings_with_which_torch_tests_itself_are_all_understood():
    listed = list(entries())
    if not listed:
        pytest.skip("torch's test database needs expecttest, which the extra `peers` brings")
    assert {name for name, _ in listed} <= RULES.keys() | LEFT_OUT.keys()
    for pair in PAIRS:
        plan(pair, case(pair, pair.dtypes[0], 0))


def test_what_is_drawn_is_the_same_for_a_seed_and_another_for_another():
    pair = DRAWN[0]
    assert case(pair, "float64", 1) == case(pair, "float64", 1)
    assert case(pair, "float64", 1)["hyper"] != case(pair, "float64", 2)["hyper"]
    assert len(case(pair, "float64", 1)["grads"]) == STEPS >= 20


def test_a_rule_that_does_something_else_is_seen():
    pair = next(pair for pair in DRAWN if pair.rule == "adamw")
    assert difference(pair, "float64", 0) < 1e-12
    wrong = replace(pair, ours={"weight_decay": 0.5})
    assert difference(wrong, "float64", 0) > 1e-4


def test_a_setting_that_nobody_understands_is_an_error():
    pair = Pair("sgd", "torch", "torch.optim.SGD", ("lr",), ours={"moon": 1})
    with pytest.raises(ValueError, match="'moon' is not understood"):
        difference(pair, "float64", 0)


@pytest.mark.parametrize("pair", pairs(), ids=lambda pair: f"{PEERS[pair.lib]}-{pair.rule}")
def test_a_pair_that_agrees_less_closely_says_why(pair):
    assert pair.why or (not pair.tolerances and set(pair.dtypes) >= {"float64", "float32"})
    assert set(pair.dtypes) <= set(DTYPES)


def test_every_difference_names_a_rule_and_a_reason():
    known = {*registry.rule_names(), "lbfgs"}
    assert all(one.rule in known and one.why for one in apart())


def test_a_peer_that_is_not_installed_is_said_and_its_rows_stay(tmp_path, monkeypatch):
    def absent(named):
        raise NotInstalled(named.script)

    monkeypatch.setattr(sources, "script", absent)
    assert command.measured([pair for pair in pairs() if pair.lib == "optax"], 1) == ([], [])
    missing = command.not_compared()
    assert missing["optax"] == "not installed where this was last run"
    path = tmp_path / "peers.json"
    write([row(), row(peer="torch", difference=1e-3)], [], {}, {}, {}, path)
    write([row(peer="torch", difference=2e-3)], [], missing, {}, {}, path)
    kept = read(path)
    assert [(one["peer"], one["difference"]) for one in kept["rows"]] == [("optax", 0.0), ("torch", 2e-3)]
    assert "optax" in kept["missing"]


@pytest.mark.parametrize("lib", [lib for lib in PEERS if command.installed(lib)])
def test_all_that_an_installed_peer_offers_is_compared_or_said_to_be_something_else(lib):
    assert list(unlisted(lib)) == []
    assert list(gone(lib)) == []


@pytest.mark.parametrize("lib", PEERS)
def test_nothing_that_is_called_like_a_rule_here_is_said_to_be_no_rule_of_ours(lib):
    ours = {plain(name) for name in registry.rule_names()}
    assert [name for name in not_ours(lib) if plain(name.rpartition(".")[2]) in ours] == []


def test_what_nobody_has_looked_at_is_found(monkeypatch):
    monkeypatch.setattr("torch.optim.Marvel", type("Marvel", (torch.optim.SGD,), {}), raising=False)
    assert list(unlisted("torch")) == ["Marvel"]


def plain(name):
    """The name without capitals and underscores."""
    return name.lower().replace("_", "")


def test_what_is_stored_agrees_or_says_why():
    stored = read()
    assert set(PEERS.values()) <= {row["peer"] for row in stored["rows"]} | set(stored["missing"])
    assert "torch" in {row["peer"] for row in stored["rows"]}
    assert all(one["agrees"] or one["why"] for one in stored["rows"])
    assert all(one["steps"] >= 20 for one in stored["rows"])
