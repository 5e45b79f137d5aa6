"""Assembles the web application; everything it is made of lives elsewhere."""

from fastapi import FastAPI
from starlette.types import ASGIApp

from app.comparisons.service import ComparisonService
from app.packs.pack import read_packs
from app.web import error_responses
from app.web.addresses import COMPARISONS, OLD_COMPARISONS, WORKERS
from app.web.middleware.counted import Answers, Counted
from app.web.middleware.headers import Isolation
from app.web.middleware.hosts import AllowedHosts
from app.web.middleware.limits import BodyLimit
from app.web.middleware.methods import HeadAsGet
from app.web.middleware.origins import OwnOrigin
from app.web.middleware.token import RequiredToken
from app.web.openapi import Described
from app.web.pack_texts import pack_texts
from app.web.pages import Pages
from app.web.routes import (
    about,
    assets,
    compare,
    compare_suite,
    compare_workers,
    comparison_events,
    comparison_results,
    comparison_slices,
    comparison_suite,
    comparisons,
    embed,
    front,
    glossary,
    health,
    images,
    join,
    lessons,
    metrics,
    package,
    packs,
    playground,
    problems,
    ready,
    rules,
    typed_rules,
    worker_checkpoints,
    worker_claims,
    worker_leases,
    worker_reports,
)
from app.web.settings import Settings
from app.web.static_files import Assets


class Playground(Described):
    """FastAPI inside our own layers.

    `add_middleware` would put them inside of the layer that answers a failed request with 500, and that answer would
    lack the headers; so the stack is built here.
    """

    def build_middleware_stack(self) -> ASGIApp:
        """The stack of FastAPI inside ours; a request meets the last line first, and the first to refuse answers."""
        settings: Settings = self.state.settings
        stack: ASGIApp = HeadAsGet(super().build_middleware_stack())
        stack = BodyLimit(stack, most=settings.max_body_bytes)
        token = settings.token.get_secret_value() if settings.token else None
        stack = RequiredToken(stack, token=token, holder=lambda given: self.state.comparisons.work.holder(given))
        stack = OwnOrigin(stack)
        stack = AllowedHosts(stack, allowed=settings.answers_to)
        stack = Isolation(stack, isolated=settings.isolated, ancestors=settings.embed_ancestors)
        return Counted(stack, self.state.answers)


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application: pages, static files and JSON. It runs no code of a visitor."""
    settings = settings or Settings()
    app = Playground(title="Optimizer Playground", openapi_url="/api/openapi.json", docs_url=None, redoc_url=None)
    app.state.settings = settings
    app.state.answers = Answers()
    app.state.vendor = Assets("vendor", settings.static / "vendor")
    app.state.assets = Assets(
        "assets", settings.static, skip=frozenset({"vendor", "compiled"}), rewrite={"vendor:": app.state.vendor.base}
    )
    app.state.pages = Pages(app.state.assets, app.state.vendor, embedded_by=settings.embedded_by)
    app.state.packs = read_packs(settings.packs)
    app.state.pack_texts = {name: pack_texts(pack) for name, pack in app.state.packs.items()}
    app.state.comparisons = ComparisonService()
    error_responses.install(app)
    # First, because routes are tried one after the other, and a thousand workers ask more often than people.
    for resource in (worker_leases, worker_reports, worker_claims, worker_checkpoints):
        app.include_router(resource.router, prefix=WORKERS, include_in_schema=False)
    for resource in (
        front,
        join,
        playground,
        lessons,
        problems,
        packs,
        embed,
        rules,
        glossary,
        about,
        typed_rules,
        images,
        compare_workers,
        compare_suite,
        compare,
        package,
        assets,
        health,
        ready,
        metrics,
    ):
        app.include_router(resource.router)
    for prefix, described in ((COMPARISONS, True), (OLD_COMPARISONS, False)):
        # The suite first: its name has the place of an id.
        for resource in (comparison_suite, comparisons, comparison_events, comparison_results, comparison_slices):
            app.include_router(resource.router, prefix=prefix, include_in_schema=described)
    return app
