"""Assembles the web application; everything it is made of lives elsewhere."""

from fastapi import FastAPI
from starlette.types import ASGIApp

from app import errors
from app.assets import Assets
from app.description import Described
from app.gate import Gate
from app.isolation import Isolation
from app.pages import Pages
from app.routes import (
    assets,
    compare,
    health,
    package,
    pages,
    playground,
    problems,
    rules,
    run_events,
    run_results,
    run_slices,
    runs,
)
from app.runs.desk import Desk
from app.settings import Settings


class Playground(Described):
    """FastAPI with our two layers outermost, so that its own error answers pass through them too."""

    def build_middleware_stack(self) -> ASGIApp:
        """The stack of FastAPI, behind the gate, inside the headers."""
        settings: Settings = self.state.settings
        inner = super().build_middleware_stack()
        gate = Gate(
            inner,
            allowed_hosts=settings.allowed_hosts,
            max_body_bytes=settings.max_body_bytes,
            token=settings.token.get_secret_value() if settings.token else None,
        )
        return Isolation(gate, isolated=settings.isolated)


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application: pages, static files and JSON. It runs no code of a visitor."""
    settings = settings or Settings()
    app = Playground(title="Optimizer Playground", openapi_url="/api/openapi.json", docs_url=None, redoc_url=None)
    app.state.settings = settings
    app.state.vendor = Assets("vendor", settings.static / "vendor")
    app.state.assets = Assets(
        "assets", settings.static, skip=frozenset({"vendor"}), rewrite={"vendor:": app.state.vendor.base}
    )
    app.state.pages = Pages(app.state.assets, app.state.vendor)
    app.state.desk = Desk()
    errors.install(app)
    for resource in (pages, playground, problems, rules, compare):
        app.include_router(resource.router)
    for resource in (runs, run_events, run_results, run_slices, package, assets, health):
        app.include_router(resource.router)
    return app
