"""Renders Jinja templates with what every page needs: addresses of static files and the text filters."""

import json
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from app.text.numbers import number_text
from app.web.glossary.marking import marked
from app.web.middleware.headers import EMBEDDED, below_embed
from app.web.module_graph import ModuleGraph
from app.web.release import release
from app.web.render import markdown
from app.web.static_files import Assets

LAYOUT = "base.html"
EMBEDDED_LAYOUT = "embed.html"
"""Without the site's bar; its links open beside the page that shows it."""


class Pages:
    """The templates and what they may call.

    `embedded_by` is a sentence on whose pages may show one of ours in a frame, empty where all may.
    """

    def __init__(self, assets: Assets, vendor: Assets, *, embedded_by: str = ""):
        self.environment = Environment(
            loader=PackageLoader("app.web", "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.environment.globals.update(
            asset=assets.url,
            vendor=vendor.url,
            modules=ModuleGraph(assets).of,
            embedded_by=embedded_by,
            layout=LAYOUT,
            release=release(),
        )
        self.environment.filters.update(
            markdown=markdown.html,
            highlight=markdown.code,
            mathml=markdown.mathml,
            number=number_text,
            data=data,
            terms=marked,
        )

    def render(self, request: Request, template: str, **values: Any) -> HTMLResponse:
        """The page made from `template`, knowing its own path and whether it is one for the frames of others."""
        here = request.scope["path"]
        embedded = below_embed(request.scope)
        place = {"here": here, "embedded": embedded, "layout": EMBEDDED_LAYOUT if embedded else LAYOUT}
        # A chat fetches a picture from nowhere but a whole address.
        place["origin"] = str(request.base_url).rstrip("/")
        whole = here.removeprefix(EMBEDDED.rstrip("/")) + (f"?{request.url.query}" if request.url.query else "")
        page = self.environment.get_template(template).render(**place, whole=whole, **values)
        return HTMLResponse(page)


def data(value: object) -> Markup:
    """The value as JSON that may stand inside `<script type="application/json">`."""
    return Markup(json.dumps(value, allow_nan=False).replace("<", "\\u003c").replace("&", "\\u0026"))
