"""Typed rules in comparisons: they come as graphs, and train as the functions do that they were traced from."""

import dataclasses
import json
import random
import statistics

import numpy as np
import pytest
import torch
from descent import registry
from descent.graph import check, trace
from descent.graph.proof import walked
from descent.sandbox.traced import traced_for
from pydantic import ValidationError

from app.comparisons.planning import plan
from app.comparisons.planning.cost import TRACED, rule_cost
from app.comparisons.schedule import ScheduleChoice
from app.comparisons.settings import ComparisonSettings
from app.comparisons.shard import Shard
from app.comparisons.spec import ComparisonSpec
from app.comparisons.typed_rules import step_cost
from app.comparisons.versions import NOT_THERE, rule_version
from app.workloads.card import card, costs
from tests.comparisons import by_hand
from tests.comparisons.doubles import shard, train
from tests.descent.graph.test_mutated_graphs import mutated

SOURCE = """
def init(p, xp):
    return {"m": xp.zeros_like(p)}

def update(p, g, s, t, xp, *, lr=0.01, beta=0.9):
    m = beta * s["m"] + (1 - beta) * g
    m_hat = m / (1 - beta ** t)
    return -lr * xp.sign(m_hat), {"m": m}
"""
RENAMED = SOURCE.replace("m_hat", "corrected")
FREE = ComparisonSettings(seconds_per_shard=0, seconds_per_start=0)


def graphs_for(workload, source=SOURCE, **options):
    shapes = card(workload).shapes(options)
    found = traced_for(source, "rule.py", list(shapes.values()), [shapes[name] for name in card(workload).matrices], np)
    return [one.graph.text for one in found]


def typed(workload="mlp_digits", source=SOURCE, **more):
    return {"name": "typed", "label": "Mine", "graphs": graphs_for(workload, source), **more}


def spec(*rules, workload="mlp_digits", **options):
    asked = {"name": workload, "options": options}
    return ComparisonSpec.model_validate(
        {"rules": list(rules), "workload": asked, "trials": 2, "seeds": 2, "steps": 20, "record_every": 10}
    )


def refused(*rules, **more):
    with pytest.raises(ValidationError) as error:
        spec(*rules, **more)
    return error.value.errors()[0]["msg"]


def test_a_typed_rule_is_planned_under_its_label_with_time_and_memory_from_its_nodes():
    made = plan.make(spec(typed(), {"name": "adam"}), FREE)
    mine, adam = made.entries[0], made.entries[1]
    assert (mine.label, mine.rule[:6], adam.rule) == ("Mine", "typed_", "adam")
    assert "guess" not in made.sentence
    assert made.shard_bytes > 0
    assert made.versions["rules"][mine.rule] == rule_version(mine.rule) not in (NOT_THERE, rule_version("adam"))
    (first, *_) = made.shards
    assert Shard.from_json(first.to_json()) == first
    assert len(first.graphs) == 4


def test_the_same_rule_is_the_same_job_whatever_its_author_calls_things_and_however_it_was_walked():
    one, other = spec(typed(walked=[1.0]) | {"graphs": graphs_for("mlp_digits")[::-1]}), spec(typed(source=RENAMED))
    backwards = typed()
    backwards["graphs"].reverse()
    assert one.canonical(named=True) != other.canonical(named=True)
    assert ComparisonSpec.model_validate_json(one.canonical(named=True)) == one  # what is kept is what was asked for
    assert one.digest() == other.digest() == spec(backwards).digest()
    plans = [plan.make(each, FREE) for each in (one, other)]
    assert plans[0].identity(one) == plans[1].identity(other)
    changed = spec(typed(source=SOURCE.replace("1 - beta)", "2 - beta)", 1)))
    assert changed.digest() != one.digest()
    assert plan.make(changed, FREE).entries[0].rule != plans[0].entries[0].rule


def test_comparisons_of_before_keep_the_text_that_they_had():
    asked = json.loads(spec({"name": "adam"}).canonical())
    assert set(asked["rules"][0]) == {"name", "label", "choices", "grid", "decay"}
    assert "graphs" not in json.loads(plan.make(spec({"name": "adam"}), FREE).shards[0].to_json())


def test_what_does_not_fit_is_refused_with_what_is_possible():
    graphs = graphs_for("mlp_digits")
    assert "graph 1: the version of a graph is 1, given 2" in refused(
        typed() | {"graphs": [graphs[0], json.dumps(json.loads(graphs[1]) | {"version": 2})]}
    )
    for text in ("", "[1", "[" * 100_000, "null", "{}"):
        assert "graph 0: " in refused(typed() | {"graphs": [text]})
    assert "has a label" in refused({"name": "typed", "graphs": graphs})
    assert "has neither" in refused({"name": "adam", "graphs": graphs, "label": "Adam"})
    assert "has neither" in refused({"name": "typed", "label": "Mine"})
    assert "needed are 10, 10x16, 16, 16x64" in refused(typed() | {"graphs": graphs[:2]})
    assert "there are graphs for the shapes 2; needed are 50" in refused(typed("landscape"), workload="noisy_quadratic")
    assert spec(typed("noisy_quadratic") | {"graphs": graphs_for("noisy_quadratic", dimension=7)},
                workload="noisy_quadratic", dimension=7)  # fmt: skip
    assert "one hypers; two of these differ" in refused(
        typed() | {"graphs": [graphs[0], *graphs_for("mlp_digits", SOURCE.replace("0.9", "0.8"))[1:]]}
    )
    assert "give each shape once" in refused(typed() | {"graphs": [*graphs, graphs[0]]})
    assert "there are: beta, lr" in refused(typed(grid={"beta1": [0.1, 0.2]}))


def test_spoilt_graphs_are_refused_with_a_sentence_by_the_server(client):
    draw = random.Random(20)
    sound = typed("landscape")
    for _ in range(300):
        body = {
            "rules": [sound | {"graphs": [json.dumps(mutated(draw))]}],
            "workload": {"name": "landscape"},
            "trials": 2,
        }
        answer = client.post("/api/comparisons/plan", json=body)
        assert answer.status_code in (200, 422), answer.text
        assert answer.status_code == 200 or answer.json()["errors"][0]["message"]


@pytest.mark.parametrize("name", ["adam", "muon", "prodigy", "schedule_free", "adafactor"])
def test_a_traced_rule_trains_as_the_one_that_it_was_traced_from(name):
    workload = "mlp_digits"
    shapes, matrices = card(workload).shapes({}), card(workload).matrices
    rule = registry.rule(name)
    taken = [shapes[tensor] for tensor in (matrices if rule.scope == "matrix" else shapes)]
    groups = [taken] if rule.scope == "model" else [[one] for one in dict.fromkeys(taken)]
    texts = tuple(trace(rule, one, np).graph.text for one in groups)
    numbers = [{"lr": 0.01}, {"lr": 0.1}]
    built_in = shard(workload, name, numbers, steps=12)
    mine = dataclasses.replace(built_in, rule="typed_1", graphs=texts)
    found, wanted = train(mine)[0], train(built_in)[0]
    np.testing.assert_allclose(found.train_loss, wanted.train_loss, rtol=1e-12)
    np.testing.assert_allclose(found.evaluation, wanted.evaluation, rtol=1e-12)


@pytest.mark.parametrize(
    "around",
    [
        {"decay": "decoupled"},
        {"decay": "cautious"},
        {"sam": "plain"},
        {"modifiers": ("cautious",)},
        {"schedule": ScheduleChoice(name="warmup_cosine").data(30)},
    ],
)
def test_decay_sam_modifiers_and_schedules_go_around_a_typed_rule_as_around_any(around):
    texts = tuple(trace(registry.rule("adam"), [sides], np).graph.text for sides in [(2,)])
    number = {"weight_decay": 0.1} if "decay" in around else {"sam_rho": 0.1} if "sam" in around else {}
    built_in = shard("landscape", "adam", [{"lr": 0.01, **number}], steps=30, **around)
    found = train(dataclasses.replace(built_in, rule="typed_1", graphs=texts))[0]
    np.testing.assert_allclose(found.train_loss, train(built_in)[0].train_loss, rtol=1e-12)


def test_a_typed_rule_compiles_into_the_step():
    texts = tuple(trace(registry.rule("adam"), [(2,)], np).graph.text for _ in (0,))
    mine = shard("landscape", "typed_1", [{"lr": 0.01}], steps=20, backend="compiled", graphs=texts)
    found = train(mine, wait_for_compiler=True, generated=False)[0]
    assert found.backend == "compiled"
    np.testing.assert_allclose(found.train_loss, train(mine, uncompiled=True)[0].train_loss, rtol=1e-5)


def test_torch_is_held_against_numpy_where_the_rule_was_traced():
    graph = check(json.loads(graphs_for("landscape")[0]))
    there = tuple(walked(graph, np, np))
    told = shard("landscape", "typed_1", [{"lr": 0.01}], steps=2, graphs=(graph.text,), walked=there)
    assert "every bit" in train(told)[0].notices[0]
    other = dataclasses.replace(told, walked=(there[0] * 1.001, *there[1:]))
    assert "0.001 apart: more than rounding alone" in train(other)[0].notices[0]
    assert train(dataclasses.replace(told, walked=()))[0].notices == ()


def test_a_comparison_with_a_typed_rule_runs_to_its_statistics(client, service):
    body = {"rules": [typed("landscape")], "workload": {"name": "landscape"}, "trials": 2, "seeds": 2, "steps": 20}
    posted = client.post("/api/comparisons", json=body)
    assert posted.status_code == 201, posted.text
    job = posted.json()["id"]
    assert client.post("/api/comparisons", json=body).status_code == 200
    by_hand.work(service.store)
    answer = client.get(f"/api/comparisons/{job}").json()
    assert (answer["state"], answer["earlier"]) == ("finished", None)
    assert answer["title"].startswith("Mine · Landscape")
    assert "Mine" in client.get(f"/api/comparisons/{job}/results.html").text
    assert "m_hat" in json.dumps(answer["spec"])  # the author's names are kept, for formulas
    assert client.get(f"/compare/{job}").status_code == 200


def test_a_notice_calls_a_typed_rule_by_its_label(service):
    matrix = 'SCOPE = "matrix"\n' + SOURCE
    asked = spec(typed(source=matrix))
    view, _ = service.submit(asked)
    shard = view.shards[0]
    result = {"notices": ["typed_0123456789ab takes the matrices w1; adamw takes b1."], "diverged_at": []}
    seen = dataclasses.replace(view, shards=(dataclasses.replace(shard, result=result),))
    assert seen.notices == ["Mine takes the matrices w1; adamw takes b1."]


def test_the_cost_of_a_typed_rule_is_what_built_in_rules_cost_by_their_nodes():
    found = {"call": [], "operation": []}
    shapes = {"x": (64,)}
    for name in ("adam", "adamw", "lion", "rmsprop", "nadam", "adagrad", "amsgrad"):
        counted = step_cost((trace(registry.rule(name), [(64,)], np).graph.text,), shapes)
        measured = costs()["rules"][name]["reference"]
        found["call"].append(measured["step"] / counted.calls)
        found["operation"].append(measured["number"] * 64 / counted.operations)
    for kind, values in found.items():
        assert 0.3 < statistics.median(values) / TRACED["reference"][kind] < 3
    mine = shard("landscape", "typed_1", [{}], steps=1, graphs=(graphs_for("landscape")[0],))
    assert rule_cost(mine, 2)["step"] > 0


def test_a_step_of_many_runs_touches_no_other_run():
    graph = check(json.loads(graphs_for("landscape")[0]))
    rules = [{"lr": 0.01}, {"lr": 1e9}, {"lr": 0.02}]
    alone = [train(shard("landscape", "typed_1", [one], steps=20, graphs=(graph.text,)))[0] for one in rules[:1]]
    together = train(shard("landscape", "typed_1", rules, steps=20, graphs=(graph.text,)))[0]
    assert together.train_loss[0] == alone[0].train_loss[0]
    assert torch.isfinite(torch.tensor(together.train_loss[2]))
