"""Renders Jinja templates with what every page needs: addresses of static files and the text filters."""

import json
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from app.text.numbers import number_text
from app.web.render import markdown
from app.web.static_files import Assets


class Pages:
    """The templates and what they may call."""

    def __init__(self, assets: Assets, vendor: Assets):
        self.environment = Environment(
            loader=PackageLoader("app.web", "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.environment.globals.update(asset=assets.url, vendor=vendor.url)
        self.environment.filters.update(
            markdown=markdown.html, highlight=markdown.code, mathml=markdown.mathml, number=number_text, data=data
        )

    def render(self, request: Request, template: str, **values: Any) -> HTMLResponse:
        """The page made from `template`, knowing its own path."""
        page = self.environment.get_template(template).render(here=request.scope["path"], **values)
        return HTMLResponse(page)


def data(value: object) -> Markup:
    """The value as JSON that may stand inside `<script type="application/json">`."""
    return Markup(json.dumps(value, allow_nan=False).replace("<", "\\u003c").replace("&", "\\u0026"))
