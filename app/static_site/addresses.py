"""Where each address of the site is in the folder, and every address in a page turned into that place."""

import json
import re
from collections.abc import Callable
from html import escape, unescape
from urllib.parse import parse_qsl, quote, urlsplit

from app.static_site.errors import CannotExport
from app.web.pages import data

QUERIES = dict.fromkeys(("/playground", "/embed/playground"), ("lesson", "rule"))
"""What a query may choose on a page, where each choice becomes a page of its own."""

ELSEWHERE = ("/compare", "/api/comparisons", "/api/runs")
"""What needs the server: its addresses lead to one page that says so."""

HELD = ("/compare/parity",)
"""Pages below those that need none."""

FILES = ("/assets/", "/vendor/", "/package/", "/icons/", "/preview/")
"""Addresses that are files of the same name in the folder."""

EMBEDDABLE = re.compile(r"/playground|/problems/(?!kill-table)[^/]+")
"""Pages that have another form for the frames of pages of others, below `/embed`."""

ATTRIBUTE = re.compile(r'(?P<before>\s(?:href|src|action|data-[a-z-]+)=")(?P<value>/(?!/)[^"]*)"')
DATA = re.compile(r'(?P<before><script type="application/json"[^>]*>)(?P<value>.*?)(?P<after></script>)', re.DOTALL)
BASE = re.compile(r"/(?:[A-Za-z0-9._~-]+/)*")


def checked(base: str) -> str:
    """The path below which a host serves the folder; `CannotExport` if it is none."""
    if not BASE.fullmatch(base):
        raise CannotExport(f"{base!r} is no path of a site: it begins and ends with a slash, as in /optimizers/")
    return base


def place(address: str) -> str:
    """The file that answers the address, below the folder; `index.html` of a folder for a page."""
    path, chosen = urlsplit(address).path, choice(address)
    if path.startswith(FILES) or path.endswith((".js", ".ico", ".webmanifest")):
        return path[1:]
    if path.startswith("/api/"):
        return f"{path[1:]}.json"
    return "/".join(part for part in (path.strip("/"), chosen, "index.html") if part)


def choice(address: str) -> str:
    """The part of a page's place that its query chooses: `lesson/ravine`, or nothing."""
    parts = urlsplit(address)
    query = dict(parse_qsl(parts.query))
    named = [f"{name}/{quote(query[name], safe='')}" for name in QUERIES.get(parts.path, ()) if name in query]
    return named[0] if named else ""


def asked(address: str) -> str:
    """The address without what only the page itself reads, so that each page is made once."""
    parts = urlsplit(address)
    if parts.path.startswith(ELSEWHERE) and not parts.path.startswith(HELD):
        return "/compare"
    chosen = choice(address)
    return f"{parts.path}?{chosen.replace('/', '=', 1)}" if chosen else parts.path


def embedded(address: str) -> str | None:
    """The same page for the frames of others; None where there is none. The address is as `asked` gives it."""
    return f"/embed{address}" if EMBEDDABLE.fullmatch(urlsplit(address).path) else None


def moved(address: str, base: str) -> str:
    """The address in the exported site, its fragment kept."""
    fragment = urlsplit(address).fragment
    found = base + place(asked(address)).removesuffix("index.html")
    return f"{found}#{fragment}" if fragment else found


def rewritten(page: str, base: str, found: Callable[[str], None]) -> str:
    """The page with every address of the site in attributes and data moved; each is told to `found` as it was."""

    def of_attribute(match: "re.Match[str]") -> str:
        address = unescape(match["value"])
        found(address)
        return f'{match["before"]}{escape(moved(address, base))}"'

    def of_data(match: "re.Match[str]") -> str:
        value = walked(json.loads(match["value"]), base, found)
        return f"{match['before']}{data(value)}{match['after']}"

    # Data first: text within them may look like an attribute.
    pieces, end = [], 0
    for match in DATA.finditer(page):
        pieces += [ATTRIBUTE.sub(of_attribute, page[end : match.start()]), of_data(match)]
        end = match.end()
    return "".join([*pieces, ATTRIBUTE.sub(of_attribute, page[end:])])


def walked(value: object, base: str, found: Callable[[str], None]) -> object:
    """The data with every address in them moved."""
    if isinstance(value, dict):
        return {key: walked(one, base, found) for key, one in value.items()}
    if isinstance(value, list):
        return [walked(one, base, found) for one in value]
    if isinstance(value, str) and value.startswith((*FILES, "/api/")) and "\n" not in value:
        if value.endswith("/"):  # a folder: files are asked for below it
            return base + value[1:]
        found(value)
        return moved(value, base)
    return value
