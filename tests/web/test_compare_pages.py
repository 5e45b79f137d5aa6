"""What the server writes into the pages of large runs, before any script."""

import html
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl, quote

import pytest
from descent import registry
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.commands import serve
from app.comparisons import presets
from app.comparisons.errors import Unwelcome
from app.comparisons.planning import plan
from app.comparisons.planning.sentences import duration
from app.comparisons.preset_times import preset_spec
from app.comparisons.results import verdicts
from app.comparisons.service import ComparisonService
from app.comparisons.settings import ComparisonSettings
from app.comparisons.spec import ComparisonSpec
from app.comparisons.versions import all_versions
from app.comparisons.workers import cluster_state
from app.comparisons.workers.remote.messages import PROTOCOL, Hello
from app.web.application import create_app
from app.web.routes import compare
from app.workloads.card import cards
from tests.serving import free_port

SPEC: dict[str, Any] = {
    "rules": [{"name": "nesterov", "grid": {"lr": [0.1, 0.2]}}],
    "workload": {"name": "noisy_quadratic", "options": {"dimension": 4}},
    "trials": 2,
    "seeds": 2,
    "steps": 20,
}


@pytest.fixture
def service(tmp_path: Path) -> Iterator[ComparisonService]:
    service = ComparisonService(ComparisonSettings(var=tmp_path))
    yield service
    service.close()


@pytest.fixture
def app(service: ComparisonService) -> FastAPI:
    app = create_app()
    app.state.comparisons = service
    return app


def words(client: TestClient, address: str) -> str:
    """The page's text with its spaces made one."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text)))


def ticked(client: TestClient, address: str) -> set[str]:
    return set(re.findall(r'name="rules" value="(\w+)"[^>]* checked', client.get(address).text))


def test_the_form_names_every_rule_and_every_workload_with_size_and_licence(client: TestClient) -> None:
    page = client.get("/compare").text
    assert set(re.findall(r'name="rules" value="(\w+)"', page)) == set(registry.rule_names())
    text = words(client, "/compare")
    for card in cards().values():
        assert card.title in text
        assert f"{card.parameters:,} parameters" in text
        assert card.licence in text


@pytest.mark.parametrize("name", presets.PRESETS)
def test_every_preset_is_a_comparison_that_can_be_planned(client: TestClient, name: str) -> None:
    made = plan.make(preset_spec(name), ComparisonSettings())
    card = re.search(rf'data-preset="{name}".*?</a>', client.get("/compare").text, re.S)
    assert card
    assert presets.PRESETS[name][1].around == presets.PRESETS[name][1].spaces == {}
    assert f" · about {duration(made.seconds)}</span>" in card[0]
    shown = verdicts.too_few(verdicts.places(made.entries), preset_spec(name).seeds)
    assert shown is None, "so many seeds can show a difference"
    assert made.seconds < 150, "a preset is over within five minutes, its grids moved once"


def test_an_address_fills_in_rules_workload_and_numbers(client: TestClient) -> None:
    address = "/compare?rules=lion,adam&workload=mlp_mnist1d&trials=3&seeds=4&steps=55"
    assert ticked(client, address) == {"lion", "adam"}
    page = client.get(address).text
    assert re.search(r'value="mlp_mnist1d" checked', page)
    assert {name: re.search(rf'name="{name}" value="(\d+)"', page)[1] for name in ("trials", "seeds", "steps")} == {
        "trials": "3",
        "seeds": "4",
        "steps": "55",
    }


def test_an_address_fills_in_an_option_with_several_values(client: TestClient) -> None:
    def shown(query: str) -> tuple[list[str], str, str]:
        page = client.get(f"/compare?{query}").text
        select = re.search(r'<select id="across".*?</select>', page, re.DOTALL)[0]
        said = re.findall(r'class="said" role="note">([^<]*)', page)
        values = re.search(r'name="across-values"[^>]* value="([^"]*)"', page)[1]
        return re.findall(r"selected>(\w+)", select), values, " ".join(said)

    assert shown("preset=width")[:2] == (["width"], "16, 32, 64, 128")
    assert shown("preset=first")[:2] == ([], "")
    address = "rules=adam&workload=zipf_recall&steps=20&across="
    assert shown(address + quote('{"pairs":[8,64]}')) == (["pairs"], "8, 64", "")
    names, values, said = shown(address + quote('{"depth":[1,2]}'))
    assert (names, values) == ([], "")
    assert "does not fit the workload" in said
    assert shown("rules=adam&workload=mlp_digits")[:2] == ([], "")


def followed(client: TestClient, address: str) -> list[str]:
    """The schedule that the form opens with."""
    select = re.search(r'<select id="schedule".*?</select>', client.get(address).text, re.DOTALL)[0]
    return re.findall(r'value="(\w+)" selected', select)


@pytest.mark.parametrize(
    ("query", "schedule"),
    [
        ("", "warmup_cosine"),
        ("?preset=noise", "warmup_cosine"),
        ("?schedule=constant", "constant"),
        ("?rules=lion&schedule=step", "step"),
        ("?rules=lion,adam&workload=mlp_mnist1d&trials=3", "constant"),
        ("?steps=55", "constant"),
        ("?preset=noise&steps=55", "warmup_cosine"),
        ("?schedule=cosinus", "warmup_cosine"),
    ],
)
def test_presets_let_the_rate_fall_and_an_address_from_before_means_the_constant_rate(
    client: TestClient, query: str, schedule: str
) -> None:
    assert followed(client, f"/compare{query}") == [schedule]
    assert ("schedule in the address is not" in words(client, f"/compare{query}")) == ("cosinus" in query)


def test_what_is_run_again_follows_the_schedule_that_it_followed(client: TestClient) -> None:
    for asked, schedule in ((None, "constant"), ({"name": "linear", "horizon": 9}, "linear")):
        name = client.post("/api/comparisons", json={**SPEC, "schedule": asked}).json()["id"]
        assert followed(client, f"/compare?from={name}") == [schedule]


def set_around(client: TestClient, address: str) -> dict[str, list[str]]:
    """What the form sets around rules when it opens."""
    config = re.search(r'id="config">(.*?)</script>', client.get(address).text, re.DOTALL)[1]
    return json.loads(html.unescape(config))["around"]


def test_an_address_and_a_former_comparison_fill_in_what_stands_around_rules(client: TestClient) -> None:
    address = "/compare?rules=adam,sgd&around=adam.cautious.decay-l2,sgd.sam-adaptive"
    assert set_around(client, address) == {"adam": ["cautious", "decay-l2"], "sgd": ["sam-adaptive"]}
    assert "not known here" not in words(client, address)
    bad = "/compare?rules=adam&around=adam.sharp.cautious,mine.grams"
    assert set_around(client, bad) == {"adam": ["cautious"]}
    assert "What stands around a rule in the address is not known here; there are: averaging" in words(client, bad)
    rule = {**SPEC["rules"][0], "modifiers": ["clipping"], "decay": "palm", "sam": "plain"}
    name = client.post("/api/comparisons", json={**SPEC, "rules": [rule]}).json()["id"]
    assert set_around(client, f"/compare?from={name}") == {"nesterov": ["clipping", "decay-palm", "sam-plain"]}
    assert set_around(client, "/compare") == {}


def test_an_address_and_a_former_comparison_fill_in_how_rules_are_tuned(client: TestClient) -> None:
    def tuning(query: str) -> tuple[str, Any, list[str]]:
        choices, said = presets.from_address(dict(parse_qsl(query)))
        return choices.tuning, choices.to_json()["spaces"], said

    own = 'spaces={"adam":{"beta1":[0.5,0.9]}}'
    assert tuning("") == ("grid", {}, [])
    assert tuning("rules=adam&tuning=search") == ("search", {}, [])
    assert tuning(f"rules=adam&tuning=beside&{own}") == ("beside", {"adam": {"beta1": [0.5, 0.9]}}, [])
    assert tuning("preset=search&steps=55")[0] == "beside"
    assert tuning("rules=adam&steps=55")[0] == "grid", "as it was before there were searches"
    assert "there are: grid, search, beside" in tuning("tuning=much")[2][0]
    for bad in ("[]", '{"adam":{"nope":[0,1]}}', '{"adam":{"beta1":[2,1]}}', '{"adam":1}', "{"):
        assert tuning(f"tuning=search&spaces={bad}")[1:] == ({}, ["The spaces in the address do not fit the rules."])
    page = client.get("/compare?rules=adam&tuning=search").text
    assert re.search(r'value="search" selected', page)
    rules = [{"name": "nesterov"}, {"name": "nesterov", "search": {"momentum": {"low": 0.5, "high": 0.9}}}]
    name = client.post("/api/comparisons", json={**SPEC, "rules": rules, "trials": 8}).json()["id"]
    view = client.get(f"/api/comparisons/{name}").json()
    former = presets.of_spec(view["spec"])
    assert (former.tuning, former.spaces, former.rules) == (
        "beside",
        {"nesterov": {"momentum": (0.5, 0.9)}},
        ("nesterov",),
    )
    assert "tab-search" in client.get(f"/compare/{name}").text
    plain = client.post("/api/comparisons", json=SPEC).json()["id"]
    assert "tab-search" not in client.get(f"/compare/{plain}").text


def test_the_page_says_why_a_verdict_holds_for_its_schedule(client: TestClient) -> None:
    text = words(client, "/compare")
    assert "A verdict holds for its schedule" in text
    assert "When the rate falls to nothing, every rule comes to rest" in text


def test_a_rule_that_is_not_built_in_is_left_out_and_the_page_says_where_it_stays(client: TestClient) -> None:
    address = "/compare?rules=adam,mine%3Cscript%3E"
    assert ticked(client, address) == {"adam"}
    assert "1 of the 2 rules in the address are not built in" in words(client, address)
    assert "source never leaves your browser" in words(client, address)
    assert "mine" not in client.get(address).text


@pytest.mark.parametrize("query", ["trials=0", "seeds=1e9", "steps=-5", "trials=٣", "workload=nope"])
def test_what_an_address_cannot_mean_is_said_and_the_preset_stands(client: TestClient, query: str) -> None:
    assert "in the address is not" in words(client, f"/compare?{query}")
    assert ticked(client, f"/compare?{query}") == set(presets.PRESETS[presets.FIRST][1].rules)


def test_without_torch_the_page_says_how_to_get_it(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compare, "torch_is_here", lambda: False)
    text = words(client, "/compare")
    assert "Large runs need torch, which is not installed here" in text
    assert "make serve" in text


def test_with_torch_and_no_worker_the_page_says_that_a_comparison_waits(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compare, "torch_is_here", lambda: True)
    assert "No worker is alive: what is handed in now waits for one" in words(client, "/compare")


def test_a_living_worker_is_counted(client: TestClient, service: ComparisonService) -> None:
    service.store.workers.seen("here", 2)
    assert "2 workers are ready" in words(client, "/compare")


def test_comparisons_are_listed_and_have_pages_of_their_own(client: TestClient) -> None:
    assert re.search(r"data-no-jobs>", client.get("/compare").text)
    job = client.post("/api/comparisons", json=SPEC).json()
    assert re.search(r"data-no-jobs hidden>", client.get("/compare").text)
    assert f'href="/compare/{job["id"]}"' in client.get("/compare").text
    text = words(client, f"/compare/{job['id']}")
    assert job["sentence"] in text
    assert "queued" in text
    assert "SGD with momentum" in text
    client.delete(f"/api/comparisons/{job['id']}")
    assert 'data-state="cancelled"' in client.get(f"/compare/{job['id']}").text


@pytest.mark.parametrize(("address", "status"), [("/compare/0123456789abcdef", 404), ("/compare/nope", 422)])
def test_an_unknown_comparison_is_an_error(client: TestClient, address: str, status: int) -> None:
    assert client.get(address).status_code == status


def test_the_page_of_workers_lists_tokens_without_them_and_says_who_is_at_work(
    client: TestClient, service: ComparisonService
) -> None:
    assert "No worker has a token." in client.get("/compare/workers").text
    token = service.store.worker_tokens.make("lab-1")
    job = service.submit(ComparisonSpec.model_validate(SPEC))[0].id
    service.store.leases.take("lab-1/p-1", 60.0)
    text = client.get("/compare/workers").text
    assert re.findall(r'<th scope="row">(.*?)</th><td>(.*?)</td>', text)[0] == ("lab-1/p-1", job)
    row = re.search(r'<th scope="row">lab-1</th>(.*?)</tr>', text, re.DOTALL)
    assert re.findall(r"<td>(.*?)</td>", row[1])[1:] == ["never", "1", "any number"]
    service.store.worker_tokens.limit("lab-1", 2)
    assert "<td>1</td><td>2</td>" in client.get("/compare/workers").text
    assert ">never</td>" in text
    assert token not in text


def test_the_page_of_workers_shows_the_nodes_of_a_cluster_and_why_something_waits(
    client: TestClient, service: ComparisonService
) -> None:
    assert "Cluster" not in client.get("/compare/workers").text
    for seeds in (2, 3):
        service.submit(ComparisonSpec.model_validate({**SPEC, "seeds": seeds}))
    held = service.store.leases.take("ray@lab/p-1", 60.0)
    node = {"id": "a", "name": "one", "address": "192.0.2.7", "slots": 1, "site": "http://192.0.2.1:8123"}
    state = {
        "engine": "ray", "address": "auto", "trouble": None, "last": "ray@lab/p-0 was not taken by the site",
        "unit": "CPU", "capacity": 1,
        "nodes": [
            {**node, "workers": [{"handle": "ray@lab/p-1", "starts": False}]},
            {**node, "id": "b", "name": "two", "slots": 4, "site": None, "workers": []},
        ],
    }  # fmt: skip
    cluster_state.write(service.settings.var, state)
    text = client.get("/compare/workers").text
    assert re.findall(r'<th scope="row">(one|two) \(192.0.2.7\)</th><td>(.*?)</td><td>(.*?)</td>', text, re.S) == [
        ("one", "1 CPU", f"works on {held.job}"), ("two", "4 CPUs", "cannot reach the site")
    ]  # fmt: skip
    assert "listens on its own machine only" in text
    assert "The one slot is taken" in text
    assert "The last that went wrong: ray@lab/p-0 was not taken by the site." in text
    cluster_state.remove(service.settings.var)
    assert "Cluster" not in client.get("/compare/workers").text


def test_the_page_of_workers_says_whom_the_site_did_not_take_and_why(
    client: TestClient, service: ComparisonService
) -> None:
    assert "Not taken" not in client.get("/compare/workers").text
    other = Hello(protocol=PROTOCOL, program="0.0.1", versions={**all_versions(), "training": "other"})
    for process in ("p-1", "p-2"):
        with pytest.raises(Unwelcome):
            service.work.hello(f"ray@lab/{process}", other, 1_000_000)
    text = html.unescape(client.get("/compare/workers").text)
    assert re.findall(r'<th scope="row">(ray@lab.*?)</th><td>(.*?)</td>', text)[0][0] == "ray@lab/p-2"
    assert "(optimizer-playground 0.0.1) would compute something else than its server" in text
    assert "differ in training: install the same program" in text


def test_the_parity_table_has_a_line_for_every_rule(client: TestClient) -> None:
    found = re.findall(r'<th scope="row"><a href="/rules/(\w+)">', client.get("/compare/parity").text)
    assert sorted(found) == sorted(registry.rule_names())


def test_the_parity_page_shows_every_peer_with_its_version_and_who_is_missing(client: TestClient) -> None:
    text = html.unescape(client.get("/compare/parity").text)
    stored = json.loads(compare.PEERS.read_text("utf-8"))
    for row in stored["rows"]:
        assert f">{row['peer']} {row['version']}</h3>" in text
        assert f"<td>{row['name']}</td>" in text
    for name, why in stored["missing"].items():
        assert f"<li>{name}: {why}.</li>" in text


def test_the_parity_page_says_what_is_apart_what_is_not_here_and_how_a_peer_is_run(client: TestClient) -> None:
    text = html.unescape(client.get("/compare/parity").text)
    stored = json.loads(compare.PEERS.read_text("utf-8"))
    for one in stored["apart"]:
        assert f"<li>{one['peer']}, {one['name']} ({one['rule']}): {one['why']}.</li>" in text
    for peer, kinds in stored["others"].items():
        for what, names in kinds.items():
            assert f"<li>{peer}, {what}: {', '.join(names)}.</li>" in text
    measured = {row["peer"] for row in stored["rows"]}
    assert measured & stored["notes"].keys()
    for peer in measured & stored["notes"].keys():
        assert stored["notes"][peer] in text


def test_every_part_of_a_plan_is_told_with_its_rule(client: TestClient) -> None:
    job = client.post("/api/comparisons", json=SPEC).json()
    parts = client.get(f"/api/comparisons/{job['id']}").json()["parts"]
    assert [part["label"] for part in parts] == ["Nesterov momentum", "SGD with momentum", "AdamW"]


def test_the_plan_says_when_no_difference_can_be_shown(client: TestClient) -> None:
    few = client.post("/api/comparisons/plan", json=SPEC).json()
    assert few["least_p"] == 1.0
    assert "no difference can be shown" in few["can_show"]
    assert few["can_show"].endswith("7 seeds can.")
    enough = client.post("/api/comparisons/plan", json={**SPEC, "seeds": 10}).json()
    assert enough["least_p"] == 3 * 2 / 2**10
    assert "wins on all 10 seeds, against every setting of the other" in enough["can_show"]


def test_serving_has_a_worker_beside_it_until_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    @contextmanager
    def beside(_: object) -> Iterator[SimpleNamespace]:
        seen.append("worker")
        yield SimpleNamespace(ask=lambda: None, trouble=None)
        seen.append("no worker")

    monkeypatch.setattr(serve, "beside", beside)
    monkeypatch.setattr("uvicorn.Server.run", lambda *_, **__: seen.append("served"))
    serve.serve("127.0.0.1", free_port())
    assert seen == ["worker", "served", "no worker"]
