"""Links to the glossary in the HTML of a page: the first time that a term occurs in a section, and never elsewhere.

Sections are what stands between headings, and a `section`, `article`, `details` or `fieldset` of its own. Nothing is
marked within code, formulas, pictures, headings, and what can be pressed or names a field; nor in attributes.
"""

import re
from functools import cache

from markupsafe import Markup, escape

from app.web.glossary.terms import Term, terms

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
CLOSED = HEADINGS | {
    *("a", "button", "label", "legend", "summary", "select", "option", "textarea", "output"),
    *("code", "pre", "kbd", "math", "svg", "script", "style", "title", "template", "code-editor"),
    *("th", "dt", "caption"),
}
"""Elements within which nothing is marked."""
SECTIONS = HEADINGS | {"section", "article", "details", "fieldset"}
"""Elements with which a section begins, and after which another one does."""
PIECE = re.compile(r"(<!--.*?-->|<[^>]*>)", re.DOTALL)
TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)")
LINK = Markup('<a class="term" href="{}" data-says="{}">{}</a>')


def marked(page: str) -> Markup:
    """The HTML with the terms in it linked; plain text is escaped first, as everywhere in a template."""
    pieces = PIECE.split(str(escape(page)))
    seen: set[str] = set()
    within: list[str] = []
    for place, piece in enumerate(pieces):
        tag = TAG.match(piece) if place % 2 else None
        if tag:
            closing, name = tag[1] == "/", tag[2].lower()
            if name in SECTIONS:
                seen.clear()
            if name in CLOSED and not piece.endswith("/>"):
                if not closing:
                    within.append(name)
                elif name in within:
                    del within[within.index(name) :]
        elif place % 2 == 0 and piece and not within:
            pieces[place] = with_links(piece, seen)
    return Markup("".join(pieces))


def with_links(text: str, seen: set[str]) -> str:
    """The text, which is HTML without tags, with a link for each term that is not in `seen` yet."""

    def link(found: "re.Match[str]") -> str:
        term = spelled().get(" ".join(found[0].split()).casefold())
        if term is None or term.name in seen:
            return found[0]
        seen.add(term.name)
        return str(LINK.format(term.address, term.sentence, Markup(found[0])))

    return pattern().sub(link, text)


@cache
def spelled() -> dict[str, Term]:
    """The term of each spelling, as it stands in HTML, without its case and on one line."""
    return {str(escape(spelling)).casefold(): term for term in terms() for spelling in term.spellings}


@cache
def pattern() -> "re.Pattern[str]":
    """Any spelling, or what is apart from one, as whole words, the longest first; no part of a name or formula."""
    apart = [str(escape(one)).casefold() for term in terms() for one in term.apart]
    longest = (r"\s+".join(map(re.escape, one.split())) for one in sorted([*spelled(), *apart], key=len, reverse=True))
    return re.compile(rf"(?<![\w/&#;=.-])(?:{'|'.join(longest)})(?![\w/=(]|-\w)", re.IGNORECASE)
