"""The rule library as pages and as JSON: every rule, whole, and nothing that strict JSON does not know."""

import html
import json
import re
from typing import Any

import pytest
from descent import registry
from starlette.testclient import TestClient

from app.course import catalog
from app.web.openings import rule_rows
from app.web.render.markdown import formula
from app.web.routes.rules import cited
from tests.stored import assert_fresh


def strictly(text: str) -> Any:
    """The JSON in `text`; words such as NaN, which are none, are refused."""
    return json.loads(text, parse_constant=lambda word: pytest.fail(f"{word} is no JSON"))


@pytest.mark.parametrize("name", registry.rule_names())
def test_the_page_of_a_rule_tells_all_of_it_before_any_script_runs(client: TestClient, name: str) -> None:
    rule, page = registry.rule(name), client.get(f"/rules/{name}").text
    text = html.unescape(re.sub(r"<[^>]+>", "", page))
    assert "<math" in page
    for hyper in rule.hypers:
        assert hyper.name in text
        assert hyper.doc in text
        assert (hyper.valid.words or "any number") in text
    for choice in rule.choices:
        assert choice.name in text
        assert all(str(option) in text for option in choice.options)
    for state, doc in rule.state_doc.items():
        assert state in text
        assert doc in text
    assert rule.paper in text
    assert rule.traffic in text
    assert "def update(" in text
    assert "RULE = Rule(" in text
    for other in set(rule.related) & set(registry.rule_names()):
        assert f'href="/rules/{other}"' in page


def test_the_pictures_in_the_list_show_todays_rules() -> None:
    assert_fresh("rule_paths", [*registry.rule_names(), *rule_rows.paths()])


@pytest.mark.parametrize(
    ("name", "kept", "year"),
    [
        ("sgd", "keeps nothing", "1951"),
        ("lion", "keeps 1 number per parameter", "2023"),
        ("adam", "keeps 2 numbers per parameter", "2015"),
        ("adafactor", "keeps 0.04 numbers per parameter", "2018"),  # (64 + 48) / (64 · 48)
        ("novograd", "keeps 1 number per parameter", "2019"),
        ("muon", "keeps 1 number per parameter, for matrices", "2024"),
    ],
)
def test_the_list_says_what_a_rule_remembers_and_when_it_was_published(
    client: TestClient, name: str, kept: str, year: str
) -> None:
    page = client.get("/rules").text
    row = next(row for row in page.split("<li data-rule>") if f'href="/rules/{name}"' in row).partition("</li>")[0]
    assert f'<span class="facts">{kept} · {year}</span>' in row
    assert rule_rows.paths()[name] in row


@pytest.mark.parametrize("address", ["/", "/rules", "/compare", *(f"/rules/{name}" for name in registry.rule_names())])
def test_no_command_of_a_formula_is_left_unread(client: TestClient, address: str) -> None:
    formulas = re.findall(r"<math\b.*?</math>", client.get(address).text, re.S)
    assert [one for one in formulas if "\\" in re.sub(r"<[^>]+>", "", one)] == []


@pytest.mark.parametrize("name", registry.landscape_names())
def test_no_command_of_a_landscapes_formula_is_left_unread(name: str) -> None:
    assert "\\" not in re.sub(r"<[^>]+>", "", formula(registry.landscape(name).formula))


@pytest.mark.parametrize("slug", catalog.slugs())
def test_no_command_of_a_problems_formulas_is_left_unread(client: TestClient, slug: str) -> None:
    formulas = re.findall(r"<math\b.*?</math>", client.get(f"/problems/{slug}").text, re.S)
    assert [one for one in formulas if "\\" in re.sub(r"<[^>]+>", "", one)] == []


def test_the_rules_as_json_are_all_of_them_with_all_their_numbers(client: TestClient) -> None:
    answer = client.get("/api/rules")
    assert answer.headers["content-type"] == "application/json"
    found = {rule["name"]: rule for rule in strictly(answer.text)}
    assert list(found) == list(registry.rule_names())
    for name, data in found.items():
        rule = registry.rule(name)
        numbers = [(one["name"], one["default"], one["low"], one["high"], one["scale"]) for one in data["hypers"]]
        assert numbers == [(one.name, one.default, one.low, one.high, one.scale) for one in rule.hypers]
        assert [(one["name"], one["default"]) for one in data["choices"]] == [
            (one.name, str(one.default)) for one in rule.choices
        ]
        assert (data["title"], data["formula"], data["paper"]) == (rule.title, rule.formula, rule.paper)
        assert (data["scope"], data["bytes_per_parameter"]) == (rule.scope, rule.traffic)
        assert (data["state"], data["inputs"], data["related"]) == (
            dict(rule.state_doc),
            list(rule.inputs),
            list(rule.related),
        )
        assert data["summary"]


def test_the_landscapes_as_json_are_all_of_them_with_all_their_numbers(client: TestClient) -> None:
    found = {landscape["name"]: landscape for landscape in strictly(client.get("/api/landscapes").text)}
    assert list(found) == list(registry.landscape_names())
    for name, data in found.items():
        landscape = registry.landscape(name)
        assert data["window"] == [list(side) for side in landscape.window]
        assert data["start"] == list(landscape.start)
        assert data["minima"] == [list(point) for point in landscape.minima]
        assert (data["least"], data["stable_lr"]) == (landscape.least, landscape.stable_lr)
        assert data["formula"]


def test_an_unknown_rule_is_told_with_those_there_are(client: TestClient) -> None:
    answer = client.get("/rules/nope", headers={"accept": "application/json"})
    assert answer.status_code == 404
    assert "adam" in answer.json()["detail"]


def test_each_arxiv_number_of_a_citation_becomes_a_link() -> None:
    assert cited("Li 2015, arXiv:1512.04202; Li 2024, arXiv:2402.11858") == [
        ("Li 2015, ", None),
        ("arXiv:1512.04202", "https://arxiv.org/abs/1512.04202"),
        ("; Li 2024, ", None),
        ("arXiv:2402.11858", "https://arxiv.org/abs/2402.11858"),
    ]
    assert cited("Dozat 2016, ICLR workshop") == [("Dozat 2016, ICLR workshop", None)]
