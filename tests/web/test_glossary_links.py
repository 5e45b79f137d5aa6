"""Links to the glossary: the first time in a section, never in code, formulas, links and headings, and none broken."""

from html.parser import HTMLParser

import pytest
from descent import registry
from starlette.testclient import TestClient

from app.course import catalog
from app.web.glossary.marking import marked
from app.web.glossary.terms import terms
from app.web.openings import opening
from app.web.render.markdown import html

TERMS = {one.address: one for one in terms()}
PAGES = [
    *("/", "/lessons", "/problems", "/problems/kill-table", "/rules", "/compare", "/glossary", "/join"),
    *(f"/problems/{one.slug}" for one in catalog.problems()),
    *(f"/rules/{name}" for name in registry.rule_names()),
    *(f"/playground?lesson={one['name']}" for one in opening.lessons()),
]
NEVER = {"a", "button", "label", "summary", "option", "code", "pre", "math", "svg", "h1", "h2", "h3", "th", "script"}
PARTS = {"h1", "h2", "h3", "h4", "section", "article", "details", "fieldset"}
VOID = {"meta", "link", "input", "br", "img", "hr", "source", "wbr", "base", "col"}


class Links(HTMLParser):
    """The links of a page to the glossary, each with its words, what is around it and its section's number."""

    def __init__(self) -> None:
        super().__init__()
        self.around: list[str] = []
        self.section = 0
        self.found: list[tuple[str, str, list[str], int]] = []
        self.open = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        self.section += tag in PARTS
        if tag == "a" and given.get("class") == "term":
            self.open = given["href"] or ""
        elif tag not in VOID:
            self.around.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.section += tag in PARTS
        if tag == "a" and self.open:
            self.open = ""
        elif tag in self.around:
            while self.around.pop() != tag:
                pass

    def handle_data(self, text: str) -> None:
        if self.open:
            self.found.append((self.open, text, list(self.around), self.section))


def links(page: str) -> list[tuple[str, str, list[str], int]]:
    parser = Links()
    parser.feed(page)
    return parser.found


@pytest.mark.parametrize("address", PAGES)
def test_every_link_of_a_page_is_a_known_spelling_once_in_a_section_and_outside_of_code(
    client: TestClient, address: str
):
    found = links(client.get(address).text)
    for to, words, around, _ in found:
        assert " ".join(words.split()).casefold() in [one.casefold() for one in TERMS[to].spellings]
        assert not NEVER.intersection(around), words
    places = [(to, section) for to, _, _, section in found]
    assert len(places) == len(set(places))


def test_texts_of_all_sorts_have_links(client: TestClient):
    for address in ("/lessons", "/problems/adam-step", "/rules/muon", "/compare", "/playground?lesson=eps"):
        assert links(client.get(address).text), address


def test_a_term_is_linked_once_in_each_section_whatever_its_case_and_across_lines():
    found = links(marked(html("The learning\nrate. A learning rate.\n\n## Learning rate\n\nLearning rates, Muon.")))
    assert [(to, words) for to, words, _, _ in found] == [
        ("/glossary#learning-rate", "learning\nrate"),
        ("/glossary#learning-rate", "Learning rates"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "`momentum`",
        "    momentum",
        "[momentum](/rules/momentum)",
        "$momentum$",
        "# momentum",
        "momentum=0.9",
        "a-momentum",
    ],
)
def test_nothing_is_linked_in_code_formulas_links_headings_and_parts_of_words(text: str):
    assert links(marked(html(text))) == []


def test_words_that_hold_a_spelling_and_mean_something_else_are_left_alone():
    assert links(marked("Batch normalisation and the Kullback-Leibler divergence.")) == []
    assert len(links(marked("Batch normalisation needs a batch."))) == 1


def test_plain_text_is_escaped_and_marked_html_is_left_as_it_is():
    assert marked("<b> momentum").startswith("&lt;b&gt; <a ")
    page = html('A "quoted" & <i>text</i> with *stress*, $x < 1$ and `code`.')
    assert marked(page) == page
