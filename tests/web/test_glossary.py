"""The glossary: every term is whole, its picture is drawn, and where it can be seen is there."""

import re

import pytest
from starlette.testclient import TestClient

from app.web.glossary import terms as module
from app.web.glossary.drawing import HEIGHT, WIDTH
from app.web.glossary.terms import Term, picture, terms

PICTURES = sorted({one.picture for one in terms()})


@pytest.mark.parametrize("term", terms(), ids=lambda term: term.name)
def test_a_term_is_one_plain_sentence_with_a_way_to_see_it(term: Term):
    assert re.fullmatch(r"[a-z0-9-]+", term.name)
    assert term.spellings
    assert 30 <= len(term.sentence) <= 240
    assert term.sentence.endswith(".")
    assert not re.search(r"[.!?] ", term.sentence), "one sentence"
    assert term.places


def test_no_two_terms_share_a_name_or_a_spelling():
    assert len({one.name for one in terms()}) == len(terms()) >= 40
    spellings = [spelling.casefold() for one in terms() for spelling in one.spellings]
    assert sorted(spellings) == sorted(set(spellings))


def test_every_picture_is_of_a_term():
    there = {path.stem for path in (module.TERMS.parent / "pictures").glob("[a-z]*.py")}
    assert there == set(PICTURES)


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_says_what_is_seen_and_draws_it_inside_its_box(name: str):
    found = picture(name)
    assert found.label.endswith(".")
    assert "style=" not in found.body
    assert "nan" not in found.body
    within = 0
    points = re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", found.body)
    points += re.findall(r'cx="([-\d.]+)" cy="([-\d.]+)"', found.body)
    for a, b in points:
        within += 0 <= float(a) <= WIDTH and 0 <= float(b) <= HEIGHT
    assert within >= 3
    for a, b in re.findall(r'<text[^>]*x="([-\d.]+)" y="([-\d.]+)"', found.body):
        assert 0 <= float(a) <= WIDTH, name
        assert 8 <= float(b) <= HEIGHT, name


def test_a_place_or_a_key_that_is_not_there_is_named_with_what_is_possible():
    with pytest.raises(ValueError, match=r"'rule:nope' is no place .* possible: rule:NAME"):
        module.place("rule:nope")
    with pytest.raises(ValueError, match=r"the term 'x' has colour; possible: name, title"):
        module.term({"name": "x", "colour": "red"})


def test_the_page_has_every_term_with_an_anchor_and_the_foot_of_every_page_leads_there(client: TestClient):
    page = client.get("/glossary").text
    for one in terms():
        assert page.count(f'id="{one.name}"') == 1
        assert one.sentence in page.replace("&#39;", "'")
    assert '<a href="/glossary">' in client.get("/rules").text


def test_every_way_from_a_term_leads_somewhere(client: TestClient):
    addresses = {place.address for one in terms() for place in one.places}
    for address in sorted(addresses):
        assert client.get(address).status_code == 200, address
